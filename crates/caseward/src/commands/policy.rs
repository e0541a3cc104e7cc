//! `caseward policy`: look at the rules, check them, and prove what must be impossible
//! (design part 4; CR-4, CR-8).

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use caseward_model::{Clause, Randomness};
use caseward_policies::prove::{self, Proof, ProveError, Solver};
use caseward_policies::{Entry, Policies, matrix, plain, proved, random};
use clap::{Args, Subcommand};

/// Look at the rules, check them, and prove what must be impossible.
#[derive(Debug, Args)]
pub(crate) struct PolicyArgs {
    /// A folder laid out like `policies/`; without it, the rules built into the program.
    #[arg(long, global = true, value_name = "DIR")]
    policies: Option<PathBuf>,
    #[command(subcommand)]
    command: PolicyCommand,
}

#[derive(Debug, Subcommand)]
enum PolicyCommand {
    /// Validates the rules, asks the questions, and compares two deciders on random worlds.
    Check {
        /// How many random worlds to compare.
        #[arg(long, default_value_t = 20_000, value_name = "N")]
        random: u32,
        /// From which number the worlds are drawn; the same number draws the same worlds.
        #[arg(long, default_value_t = 1, value_name = "SEED")]
        seed: u64,
    },
    /// Proves that no rule can fail and that what must be impossible is impossible.
    Prove {
        #[command(flatten)]
        solver: SolverArgs,
        /// Print the record of it, as `policies/proofs.txt` has it.
        #[arg(long)]
        record: bool,
    },
    /// Prints who may do what, as `policies/matrix.txt` has it.
    Matrix,
    /// Lists the clauses, how each is met, and how far.
    Clauses,
    /// Tells everything about one clause: meaning, rules, proofs, questions, tests.
    Why {
        /// Its number, such as DV-3.3.2e.
        clause: Clause,
        #[command(flatten)]
        solver: SolverArgs,
    },
}

#[derive(Debug, Args)]
struct SolverArgs {
    /// The solver's program; without it, `cvc5` in the search path.
    #[arg(long, env = "CVC5", value_name = "PROGRAM")]
    solver: Option<PathBuf>,
}

/// What a proof that failed, or was not possible, ends with.
const NOT_PROVED: u8 = 4;
/// What a clause that isn't one ends with.
const WRONG_USAGE: u8 = 2;

/// Runs the command; `json` prints for programs instead of for people.
///
/// # Errors
/// When the rules can't be taken, or `out` can't be written to.
pub(crate) fn run(args: &PolicyArgs, json: bool, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let policies = match &args.policies {
        Some(folder) => Policies::from_folder(folder),
        None => Policies::embedded(),
    }
    .context("the rules can't be taken")?;
    match &args.command {
        PolicyCommand::Check { random, seed } => check(&policies, *random, *seed, json, out),
        PolicyCommand::Prove {
            solver,
            record: true,
        } => prove_on_record(&policies, solver, out),
        PolicyCommand::Prove { solver, .. } => prove_all(&policies, solver, json, out),
        PolicyCommand::Matrix => {
            out.write_all(matrix::matrix(&policies).as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
        PolicyCommand::Clauses => clauses(&policies, json, out),
        PolicyCommand::Why { clause, solver } => {
            let Some(entry) = policies.register().entry(clause) else {
                writeln!(
                    out,
                    "{clause} is not a clause of the five documents; see `caseward policy clauses`"
                )?;
                return Ok(ExitCode::from(WRONG_USAGE));
            };
            if json {
                why_in_json(&policies, entry, solver, out)?;
            } else {
                why(&policies, entry, solver, out)?;
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn print_json(value: &serde_json::Value, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}

/// What the comparison on random worlds found.
struct Compared {
    permitted: u32,
    disagreements: u32,
    first: Option<String>,
}

fn compare(policies: &Policies, worlds: u32, seed: u64) -> Compared {
    let dice = Randomness::seeded(seed);
    let mut found = Compared {
        permitted: 0,
        disagreements: 0,
        first: None,
    };
    for _ in 0..worlds {
        let s = random::situation(&dice);
        let decision = policies.decide(&s);
        found.permitted += u32::from(decision.permitted);
        if decision.permitted != plain::permits(&s) || *decision != policies.decide_by_whole_set(&s)
        {
            found.disagreements += 1;
            found.first.get_or_insert_with(|| prove::describe(&s));
        }
    }
    found
}

fn check(
    policies: &Arc<Policies>,
    worlds: u32,
    seed: u64,
    json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let asked = policies.questions()?.len();
    let missed = policies.missed()?;
    let found = compare(policies, worlds, seed);
    if json {
        let missed: Vec<_> = missed
            .iter()
            .map(|m| serde_json::json!({"clause": m.question.clause, "ask": m.question.ask}))
            .collect();
        print_json(
            &serde_json::json!({
                "rules": policies.rules().len(), "questions": asked, "missed": missed,
                "worlds": worlds, "permitted": found.permitted,
                "disagreements": found.disagreements, "first_disagreement": found.first,
            }),
            out,
        )?;
    } else {
        writeln!(out, "{} rules fit the schema", policies.rules().len())?;
        let right = asked.saturating_sub(missed.len());
        writeln!(out, "{right} of {asked} questions get their answer")?;
        for m in &missed {
            let got = if m.decision.permitted {
                "permitted"
            } else {
                "refused"
            };
            let (clause, ask) = (&m.question.clause, &m.question.ask);
            writeln!(out, "  {clause} {ask} — {got}: {}", m.decision.reason.en)?;
        }
        writeln!(
            out,
            "{worlds} random worlds, {} of them permitted: {} disagreements between the rules in slices, \
             the rules as a whole, and the plain decider",
            found.permitted, found.disagreements
        )?;
        if let Some(sentence) = &found.first {
            writeln!(out, "  the first: {sentence}")?;
        }
    }
    Ok(if missed.is_empty() && found.disagreements == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn prove_all(
    policies: &Policies,
    solver: &SolverArgs,
    json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let proofs = match proofs(policies, solver) {
        Ok(proofs) => proofs,
        Err(error) => {
            if json {
                print_json(&serde_json::json!({"error": error.to_string()}), out)?;
            } else {
                writeln!(out, "{error}")?;
            }
            return Ok(ExitCode::from(NOT_PROVED));
        }
    };
    let failed = proofs.iter().filter(|p| !p.holds).count();
    if json {
        print_json(&serde_json::to_value(&proofs)?, out)?;
    } else {
        let sound = |p: &&Proof| p.kind == "rule" && p.holds;
        writeln!(
            out,
            "{} rules can never fail",
            proofs.iter().filter(sound).count()
        )?;
        for proof in proofs.iter().filter(|p| !sound(p)) {
            print_proof(proof, out)?;
        }
        writeln!(out, "{} proved, {failed} not", proofs.len() - failed)?;
    }
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(NOT_PROVED)
    })
}

/// Prints what the solver found, whatever it is: a record tells of what doesn't hold as well.
fn prove_on_record(
    policies: &Policies,
    solver: &SolverArgs,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let solver = Solver::find(solver.solver.as_deref())?;
    let proofs = prove::prove(policies, &solver, |_| {})?;
    out.write_all(proved::record(policies, &solver.name(), &proofs).as_bytes())?;
    Ok(if proofs.iter().all(|proof| proof.holds) {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(NOT_PROVED)
    })
}

fn proofs(policies: &Policies, solver: &SolverArgs) -> Result<Vec<Proof>, ProveError> {
    let solver = Solver::find(solver.solver.as_deref())?;
    prove::prove(policies, &solver, |_| {})
}

fn print_proof(proof: &Proof, out: &mut dyn Write) -> anyhow::Result<()> {
    let verdict = match (proof.holds, proof.kind) {
        (true, "never") => "impossible",
        (true, _) => "proved",
        (false, "never") => "POSSIBLE",
        (false, _) => "NOT TRUE",
    };
    writeln!(out, "{verdict}: {} ({})", proof.says, proof.id)?;
    if let Some(sentence) = &proof.counterexample {
        writeln!(out, "  for example, {sentence}")?;
    }
    Ok(())
}

fn clauses(policies: &Policies, json: bool, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let entries = policies.register().entries();
    if json {
        print_json(&serde_json::to_value(entries)?, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    for entry in entries {
        let (id, status) = (entry.id.as_str(), word(&entry.status)?);
        writeln!(out, "{id:<11}{status:<9} {}", entry.means)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The word under which a value is written in the register.
fn word(value: &impl serde::Serialize) -> anyhow::Result<String> {
    let value = serde_json::to_value(value)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

/// The statements of what must be impossible for a clause, each with what the solver says.
fn guarded(
    policies: &Policies,
    clause: &Clause,
    solver: &SolverArgs,
) -> Vec<(String, String, String)> {
    let proofs = proofs(policies, solver);
    let verdict = |id: &str| match &proofs {
        Ok(all) if all.iter().any(|p| p.id == id && p.holds) => "proved".to_owned(),
        Ok(_) => "NOT TRUE".to_owned(),
        Err(error) => error.to_string(),
    };
    policies
        .nevers()
        .iter()
        .filter(|n| n.clauses.contains(clause))
        .map(|n| (n.id.clone(), n.says.clone(), verdict(&n.id)))
        .collect()
}

fn why_in_json(
    policies: &Policies,
    entry: &Entry,
    solver: &SolverArgs,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let rules: Vec<_> = entry
        .rules
        .iter()
        .filter_map(|id| policies.rule(id))
        .map(|r| serde_json::json!({"id": r.id, "text": r.text, "reason": r.reason, "remedy": r.remedy}))
        .collect();
    let nevers: Vec<_> = guarded(policies, &entry.id, solver)
        .into_iter()
        .map(|(id, says, proof)| serde_json::json!({"id": id, "says": says, "proof": proof}))
        .collect();
    let questions: Vec<_> = policies
        .questions()?
        .iter()
        .filter(|q| q.clause == entry.id)
        .map(|q| serde_json::json!({"ask": q.ask, "permitted": q.permitted}))
        .collect();
    print_json(
        &serde_json::json!({"clause": entry, "rules": rules, "nevers": nevers, "questions": questions}),
        out,
    )
}

fn why(
    policies: &Policies,
    entry: &Entry,
    solver: &SolverArgs,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    writeln!(out, "{} ({}, {})", entry.id, entry.source, entry.place)?;
    writeln!(out, "{}", entry.means)?;
    let ways: Vec<_> = entry.met_by.iter().map(word).collect::<Result<_, _>>()?;
    writeln!(out, "met by {}: {}", ways.join(", "), word(&entry.status)?)?;
    if let Some(missing) = &entry.missing {
        writeln!(out, "still missing: {missing}")?;
    }
    for rule in entry.rules.iter().filter_map(|id| policies.rule(id)) {
        writeln!(out, "\n{}", rule.text.trim())?;
    }
    for (_, says, proof) in guarded(policies, &entry.id, solver) {
        writeln!(out, "\nmust be impossible ({proof}): {says}")?;
    }
    for question in policies
        .questions()?
        .iter()
        .filter(|q| q.clause == entry.id)
    {
        let answer = if question.permitted { "yes" } else { "no" };
        writeln!(out, "\nasked: {} — {answer}", question.ask)?;
    }
    for test in &entry.tests {
        writeln!(out, "\ntest: {test}")?;
    }
    Ok(())
}
