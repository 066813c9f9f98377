"""The design every page shares: layouts, parts, form fields, drawings. Knows no family, hub or partner."""
