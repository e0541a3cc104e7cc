# The accounting of disclosures (45 CFR 164.528, 42 CFR 2.25; RE-2).

accounting-title = Accounting
accounting-lead = The person can have this at any time. Each set of rules counts others and asks for other columns; the paper (PDF) is for them to keep and names nobody.
accounting-caption = The accounting, by rules
accounting-rules = Rules
accounting-files = Files
accounting-all = Everything that left
accounting-hipaa = HIPAA: six years, without what was authorized and what served treatment, payment and operations
accounting-part2 = 42 CFR Part 2: three years, with the person's consent
accounting-vawa = VAWA, FVPSA, VOCA: everything that left
accounting-uk = UK GDPR: everything that left, and to whom
accounting-pdf = Paper (PDF)
accounting-xlsx = Spreadsheet (XLSX)
accounting-csv = Table (CSV)
looked-fhir-handed-out = { $who } made what an organization may know of consents and disclosures ready for its system (FHIR).
consent-set-hipaa = HIPAA binds this office: papers that leave with an authorization say that they can be passed on
consent-set-uk = The law of the United Kingdom counts here: papers that leave say what it asks of whoever receives them
