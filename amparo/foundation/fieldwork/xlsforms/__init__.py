"""XLSForm: forms as the field writes them in a spreadsheet, looked through, made into XForms.

https://xlsform.org and https://getodk.github.io/xforms-spec say what the columns and signs mean.
"""
