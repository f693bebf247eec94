/**
 * A cheap test whether text is a clinical note, before anything is sent anywhere.
 *
 * It only has to tell notes from menus, forms and prose about something else; what the words mean is
 * for the service to say.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.clinical) return;

  const MIN_CHARS = 60;
  const STEMS =
    "abdom|abnormal|abscess|acute|afib|allerg|anemi|angina|anterior|antibiotic|anxi|aort|arter|arthr|asthma|" +
    "auscultat|bilateral|biops|bleed|blood|bowel|breath|bronch|cancer|carcinoma|cardi|cellulitis|chest|chills|" +
    "cholesterol|chronic|cirrhosis|colon|complain|concern for|congesti|constipat|consult|copd|cough|creatinine|" +
    "dementia|denie|deny|depress|dermat|diabet|diagnos|dialysis|diarrhea|discharge|disease|disorder|distress|" +
    "dizz|dosage|dyslipid|dyspnea|dysuria|ecg|edema|effusion|ekg|embol|emergency|endoscop|evaluat|exam|exacerbat|" +
    "extremit|failure|fall|fatigue|febrile|femoral|fever|fibrill|follow-?up|fractur|gastr|gerd|glucose|headache|" +
    "heart|hematuria|hemorrh|hepat|hernia|histor|hospital|hyper|hypo|imaging|impression|infarct|infect|inhal|" +
    "injur|insulin|kidney|knee|labs?\\b|laceration|lasix|left|lesion|lipid|lisinopril|liver|lumbar|lung|lymph|mass\\b|" +
    "medication|metastat|metformin|migraine|mri|murmur|myocard|nause|neck|negative|neuro|nodule|normal|obes|" +
    "oncolog|osteo|outpatient|pain|palpitat|pancrea|parkinson|patholog|patient|pelvi|pneumon|polyp|positive|" +
    "prescri|present|prior|procedure|prognos|prostat|psych|pulmon|radiat|rash|reflux|regimen|renal|resect|" +
    "resolved|respirat|rhythm|right|screening|seizure|sepsis|severe|shortness|sinus|skin|smok|soreness|spin|" +
    "stable|stenosis|stool|stroke|surg|swell|symptom|syndrome|tachy|tender|therap|thorac|thromb|thyroid|tobacco|" +
    "transplant|trauma|treat|tumor|ulcer|unremarkable|urin|vaccin|valv|vascular|vertigo|vision|vital|vomit|" +
    "weakness|weight|wheez|worsen|wound|x-?ray|year[- ]old|y/?o\\b|yo\\b|anticoagul|statin|mg\\b|mcg|bid\\b|tid\\b|qd\\b|prn\\b|" +
    "pt\\b|hx\\b|pmh\\b|sob\\b|bp\\b|hr\\b|htn|dm2?\\b|t2dm|ckd|chf|cad\\b|uti\\b|bph|osa\\b|a1c|hba1c|bmi\\b|copd|er\\b|icu\\b|po\\b|s/p";
  const WORDS = new RegExp(`\\b(?:${STEMS})`, "gi");
  const HEADINGS =
    "subjective|objective|assessment(?: ?(?:and|&|/) ?plan)?|a/p|a & p|plan|impression|diagnos[ei]s|final diagnosis|" +
    "(?:past |prior )?(?:medical|surgical|psychiatric|family|social|obstetric)(?: and social)? history|pmh|psh|hpi|fhx?|shx?|" +
    "history(?: of (?:the )?present(?:ing)? illness)?|interval history|chief complaint|cc|reason for (?:visit|consult(?:ation)?|admission)|" +
    "review of systems|ros|physical exam(?:ination)?|exam(?:ination)?|vitals?(?: signs)?|allergies|medications?|current medications|" +
    "labs?(?:oratory)?(?: results| data)?|imaging|results|findings|indication|technique|procedure|hospital course|" +
    "problem list|problems|active problems|past history|discharge (?:diagnos[ei]s|instructions|medications)|admi(?:ssion|tting) diagnos[ei]s|" +
    "consultation|recommendations?|follow[- ]?up|disposition|progress note|clinical (?:note|history)|note|comments?|narrative|summary";
  const HEADING_LINE = new RegExp(`^[\\s\\d.#*-]*(?:${HEADINGS})\\b[\\s:.\\-–—]*`, "i");
  const HEADING_ALONE = new RegExp(`^[\\s\\d.#*(-]*(${HEADINGS})(?: \\((?:[^)]*)\\))?[\\s:.)*\\-–—]*$`, "i");

  /** Number of clinical words. @param {string} text */
  function count(text) {
    return text.match(WORDS)?.length ?? 0;
  }

  /** Number of words. @param {string} text */
  function words(text) {
    return text.match(/\S+/g)?.length ?? 0;
  }

  /** The section that a label names, in lower case, or an empty string. @param {string} label */
  function heading(label) {
    return HEADING_ALONE.exec(label.trim().slice(0, 80))?.[1]?.toLowerCase() ?? "";
  }

  /** Sections that lines of the text begin with. @param {string} text @returns {Set<string>} */
  function headings(text) {
    const found = new Set();
    for (const line of text.split("\n", 2000)) {
      const match = HEADING_LINE.exec(line.slice(0, 80));
      if (match && (match[0].length === line.length || /[:.\-–—]\s*$/.test(match[0]))) {
        found.add(match[0].replace(/[^a-z/& ]/gi, "").trim().toLowerCase());
      }
    }
    return found;
  }

  /**
   * Whether text is worth asking about: long enough, several different clinical words, and dense in them.
   * @param {string} text
   */
  function isNote(text) {
    if (text.length < MIN_CHARS) return false;
    const sample = text.slice(0, 60_000);
    const found = sample.match(WORDS);
    if (!found) return false;
    const different = new Set(found.map((word) => word.toLowerCase())).size;
    const weight = different + 2 * headings(sample).size;
    return weight >= 4 && found.length / words(sample) >= 0.03;
  }

  cs.clinical = { count, words, heading, headings, isNote };
})();
