# The clauses, the ledger and the state of the system.
clause-word = Clause
clauses-lead = Five documents say how people’s information is handled here. This is what they demand, clause by clause.
clauses-tally = of { $total } clauses are enforced today.
clauses-source-tally = { $enforced } of { $total } enforced
clauses-honest = “Enforced” means that running code keeps the clause and a test named after it shows that. Everything else says “planned”, and what is missing.
clauses-empty = No policy set is loaded. Your administrator can see why in the system check.
status-enforced = Enforced
status-planned = Planned
met-policy = Kept by the gate
met-workflow = Kept by a course of steps
met-form = Kept on paper
met-practice = Kept by people
clause-missing = Still missing:
clause-rules = Rules
clause-no-rules = No rule keeps this clause yet.
rule-permits = Permits
rule-forbids = Forbids
clause-nevers = What must never happen
clause-no-nevers = Nothing is stated for this clause.
proof-proved = Proved
proof-not-proved = Not proved
proof-broken = Broken
proof-by = Proved over all possible requests for these very rules, by { $solver }.
proof-missing = Not proved for these rules. Whoever has a solver can run:
clauses-in-english = The wording of clauses, rules and questions is in English only for now.
clause-questions = Questions and their answers
clause-no-questions = No question is written down for this clause yet.
answer-yes = Permitted
answer-no = Refused
clause-tests = Tests
clause-no-tests = No test is named after this clause yet.
clause-decisions = Decisions of the last 90 days
clause-no-decisions = This clause has decided nothing in that time.
clause-decided = Permitted { $permitted-count ->
    [one] once
   *[other] { $permitted } times
}, refused { $refused-count ->
    [one] once
   *[other] { $refused } times
}.
clause-bars = Decisions by week, permitted and refused. The table below has the numbers.
clause-bars-table = The numbers, week by week
week-of = Week of

ledger-lead = Every question put to the gate, its answer, and proof that none was changed or removed.
ledger-size = Entries
ledger-root = Root
ledger-checkpoint = Last signed checkpoint
ledger-checkpoint-size = over { $size } entries
ledger-no-checkpoint = None yet
ledger-entries = Newest entries
ledger-entry-word = Entry
ledger-entry-number = Entry { $number }
ledger-empty = The ledger is empty. Its first entry appears with the first sign-in.
outcome-delivered = Answered
outcome-unknown = Shown in part
outcome-refused = Refused
outcome-noted = Noted
trace-title = Section by section
trace-section = Section
trace-answer = Answer
proof-title = Proof
proof-about = This proof shows that the entry stands in the ledger of { $size } entries whose root was signed.
proof-download = Download the proof
proof-details = The numbers
proof-leaf = Leaf
proof-path = Way to the root
proof-later = The proof can be made as soon as a signed checkpoint covers this entry, usually within the hour.
policy-set = Policy set
commitment = Commitment to what was recorded
check-do = Check this proof
check-holds = It holds. This entry is in the signed ledger exactly as it was written.
check-fails = It does not hold: the ledger or this entry was changed. Stop using the records, keep everything as it is, and call your privacy officer now.
check-yourself = Check it yourself
check-step-1 = Download the proof. It holds numbers only, and nothing about anyone.
check-step-2 = Check it with any tool that reads the C2SP tlog-proof format, and with this key:
check-step-3 = Compare the root with a checkpoint that someone else has kept.

system-good = All is in order.
system-watch = It works. Something should be looked at soon.
system-bad = Something isn’t safe. Please follow the first remedy below.
system-checked = Checked
system-versions = Versions
system-database = Database
health-good = In order
health-watch = Look at this
health-bad = Not safe

ledger-line-list = { $who } opened the list of their own clients.
ledger-line-intent = A question about a file was answered. What it says is open to those who may read that file.
ledger-line-refusal = A question about a file was refused.
ledger-line-outcome = What became of an earlier answer was noted.
ledger-line-deed = Something was recorded in a file, or about it.
deed-office-made = The office was made.
deed-office-opened = The office was opened with a key.
deed-office-sealed = The office was sealed.
deed-link-made = A sign-in link was made.
deed-signed-in = Someone signed in.
deed-signed-out = { $who } signed out.
deed-worker-added = Someone began to work here.
deed-organization-added = An organization was taken into the register.
deed-imported = Records of another system were imported.
deed-duty-recorded = A duty over many files was recorded before it was done.
deed-other = { $who } noted: { $deed }.

source-case-conferencing = Case conferencing confidentiality agreement
source-county-records = County records confidentiality policy
source-re-entry = Privacy and confidentiality in reentry practice
source-social-work-ethics = NASW Code of Ethics, section 1.07
source-domestic-violence = Confidentiality policy and procedure of a domestic-violence organization

check-is = It is { $found }.
check-should-be = It should be { $wanted }.
check-database = Database settings
check-database-good = Every answer is on disk before it leaves.
check-rules = Rules
check-rules-good = All rules are valid, and each names its clause.
check-ledger = { $size } entries, each chained to the one before. To verify them all, run: caseward ledger verify
check-certificate = Certificate for browsers
check-certificate-holds = Browsers know this office by it until { $until }.
check-certificate-runs-out = It runs out on { $until }. Browsers turn people away after that.
check-certificate-over = It ran out on { $until }. Browsers turn people away.
check-certificate-not-yet = It counts only from { $from } on. Browsers turn people away until then.
check-certificate-refused = The one that was put in its place can’t be used, and the log says why. The one from before is still shown, and holds until { $until }.
check-certificate-renew = Put the new certificate and its key in the place of the old ones. The server takes them within seconds, and nobody is signed out.
