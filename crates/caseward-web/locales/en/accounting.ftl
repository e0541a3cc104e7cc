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

# Exports for programme reporting, and that the person was told (NASW-d).
exports-title = Reports to others
exports-go = To whom rows go in exports for programme reporting, and whether the person knows
exports-lead = A programme reports to those who receive its figures. Their exports come again and again, so the person is told once of each organization: before it goes, or soon after. Each export stands in the accounting.
exports-nobody = No organization of the register receives programme reports.
exports-none-yet = Nothing went there, and the person wasn’t told
exports-to-tell = Still to be told
exports-told = They were told
exports-not-told = They can’t be told
exports-since = Rows went there first on
exports-said = What was said
exports-tell = Note that the person was told
exports-of-whom = Of which organizations
exports-knows = Does the person know now?
exports-yes = Yes, I told them
exports-no = No, and they can’t be told
exports-how = What you told them, or why they can’t be told
exports-how-hint = What goes, to whom and why, and what they said. Nothing of what stands in the file.
exports-do = Note it
exports-need-recipient = Choose at least one organization that receives reports
exports-need-told = Say whether the person knows
exports-need-how = Say what you told them, or why they can’t be told
exports-need-shorter = Keep it under 2,000 characters
waits-export-to-tell = Tell a person to whom their rows go in reports
waits-export-to-tell-why = An export for programme reporting went to another organization with their rows. Once you told them, later exports need no new talk. (NASW-d)
looked-exports = { $who } noted to whom rows go in exports for programme reporting, or whether the person knows.
deed-exports-marked = Rows of clients went to another organization in an export.
deed-exports-looked-for = The office looked for clients who have still to be told of exports.
deed-exports-to-tell = Colleagues were asked to tell clients of exports.
