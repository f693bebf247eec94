"""What people curate, as plain reviewable files: terms, cues, headings, rules, guideline summaries."""
