"""XLSForm: forms written in a spreadsheet, checked and converted to XForms.

https://xlsform.org and https://getodk.github.io/xforms-spec say what the columns and signs mean.
"""
