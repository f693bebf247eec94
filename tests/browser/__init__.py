"""The extension in real browsers, against a real service, on pages built like real EHR pages."""
