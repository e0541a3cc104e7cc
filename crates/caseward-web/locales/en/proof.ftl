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
clause-nevers = What must never happen
clause-no-nevers = Nothing is stated for this clause.
proof-proved = Proved
proof-not-proved = Not proved
proof-broken = Broken
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
outcome-delivered = Shown
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
commitment = Commitment to what left
check-do = Check this proof
check-holds = It holds. This entry is in the signed ledger exactly as it was written.
check-fails = It does not hold: the ledger or this entry was changed. Stop using the records, keep everything as it is, and call your privacy officer now.
check-yourself = Check it yourself
check-step-1 = Download the proof. It holds numbers only, and nothing about anyone.
check-step-2 = On any machine with Caseward, run:
check-step-3 = Or use any tool that reads the C2SP tlog-proof format. Compare the root with a checkpoint that someone else has kept.

system-good = All is in order.
system-watch = It works. Something should be looked at soon.
system-bad = Something isn’t safe. Please follow the first remedy below.
system-checked = Checked
system-versions = Versions
system-database = Database
health-good = In order
health-watch = Look at this
health-bad = Not safe
