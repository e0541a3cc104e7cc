//! Proves, for all possible questions and not only for those that were tried: no rule can fail, and
//! what must be impossible is impossible (`never.cedar` of each source document).
//!
//! The rules are turned into formulas by Cedar's symbolic compiler; a solver (cvc5) looks for a
//! question that breaks them. It either finds one, which is printed as a sentence, or there is none.
//! Without a solver nothing is proved, and that is an error and never a pass.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use caseward_model::Situation;
use cedar_policy::{Policy, PolicyId, PolicySet, RequestEnv};
use cedar_policy_symcc::solver::LocalSolver;
use cedar_policy_symcc::{CedarSymCompiler, CompiledPolicy, CompiledPolicySet, Env};

use crate::decide::Policies;
use crate::facts::{FLAGS, WORDS};
use crate::random;
use crate::translate;

/// A solver on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solver {
    program: PathBuf,
    version: String,
    z3: bool,
}

/// Nothing could be proved.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// There is no solver.
    #[error("nothing was proved: no solver was found; install cvc5, or set CVC5 to its path")]
    NoSolver,
    /// The solver or the compiler gave up.
    #[error("`{what}` was not proved: {message}")]
    Undecided {
        /// The rule or statement.
        what: String,
        /// What happened.
        message: String,
    },
    /// The solver could not be started.
    #[error("nothing was proved: the solver can't be run: {0}")]
    Start(String),
}

/// One thing that was looked at.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Proof {
    /// `rule` (never fails) or `never` (is impossible).
    pub kind: &'static str,
    /// The id of the rule or statement.
    pub id: String,
    /// What was to be proved, as a sentence.
    pub says: String,
    /// Whether it holds.
    pub holds: bool,
    /// A question for which it does not hold, as a sentence.
    pub counterexample: Option<String>,
}

impl Solver {
    /// The given program, or else `cvc5` from the search path.
    ///
    /// # Errors
    /// When it does not run.
    pub fn find(given: Option<&Path>) -> Result<Self, ProveError> {
        // z3 is taken when it is given; it lacks the theory of sets that `[…].contains(…)` needs.
        let program = given.unwrap_or(Path::new("cvc5"));
        let version = version(program).ok_or(ProveError::NoSolver)?;
        Ok(Self {
            z3: program
                .file_name()
                .is_some_and(|name| name.to_string_lossy().contains("z3")),
            program: program.to_owned(),
            version,
        })
    }

    /// The program's name and version, such as `cvc5 1.0.3`.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.program.file_name().unwrap_or_default();
        format!("{} {}", name.to_string_lossy(), self.version)
    }

    fn start(&self) -> Result<CedarSymCompiler<LocalSolver>, ProveError> {
        let mut command = tokio::process::Command::new(&self.program);
        if self.z3 {
            command.args(["-in", "-smt2"]);
        } else {
            command.args(["--lang", "smt", "--tlimit-per=60000"]);
        }
        command.kill_on_drop(true);
        let wrong = |e: &dyn std::fmt::Display| ProveError::Start(e.to_string());
        let solver = LocalSolver::from_command(&mut command).map_err(|e| wrong(&e))?;
        CedarSymCompiler::new(solver).map_err(|e| wrong(&e))
    }
}

/// What the program says its version is; `None` when it doesn't run.
fn version(program: &Path) -> Option<String> {
    let asked = Command::new(program)
        .arg("--version")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&asked.stdout).into_owned();
    let number =
        |word: &&str| word.contains('.') && word.starts_with(|first: char| first.is_ascii_digit());
    let found = said
        .split_whitespace()
        .find(number)
        .unwrap_or("of unknown version");
    asked.status.success().then(|| found.to_owned())
}

/// Proves everything there is to prove about these rules, and reports each as it is done.
///
/// # Errors
/// When the solver can't be run or gives up: then nothing may be taken as proved.
pub fn prove(
    policies: &Policies,
    solver: &Solver,
    report: impl FnMut(&Proof) + Send,
) -> Result<Vec<Proof>, ProveError> {
    // A thread of its own: the caller may be inside a runtime, and one can't wait within another.
    let start = |e: &dyn std::fmt::Display| ProveError::Start(e.to_string());
    std::thread::scope(|scope| {
        let proving = std::thread::Builder::new()
            .name("prove".to_owned())
            .spawn_scoped(scope, || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .map_err(|e| start(&e))?;
                runtime.block_on(prove_each(policies, solver, report))
            })
            .map_err(|e| start(&e))?;
        proving
            .join()
            .unwrap_or_else(|_| Err(start(&"the proof broke off")))
    })
}

async fn prove_each(
    policies: &Policies,
    solver: &Solver,
    mut report: impl FnMut(&Proof),
) -> Result<Vec<Proof>, ProveError> {
    let mut prover = Prover::new(policies, solver)?;
    let mut proofs = Vec::new();
    for rule in policies.rules() {
        let found = prover.can_fail(&rule.id, &rule.policy).await?;
        proofs.push(Proof {
            kind: "rule",
            id: rule.id.clone(),
            says: format!("the rule `{}` can always be evaluated", rule.id),
            holds: found.is_none(),
            counterexample: found,
        });
        proofs.last().into_iter().for_each(&mut report);
    }
    for never in policies.nevers() {
        let found = prover.is_possible(&never.id, &never.policy).await?;
        proofs.push(Proof {
            kind: "never",
            id: never.id.clone(),
            says: never.says.clone(),
            holds: found.is_none(),
            counterexample: found,
        });
        proofs.last().into_iter().for_each(&mut report);
    }
    Ok(proofs)
}

struct Prover<'a> {
    policies: &'a Policies,
    kinds: Vec<(RequestEnv, CompiledPolicySet)>,
    compiler: CedarSymCompiler<LocalSolver>,
}

fn undecided(what: &str) -> impl Fn(cedar_policy_symcc::err::Error) -> ProveError + '_ {
    move |error| ProveError::Undecided {
        what: what.to_owned(),
        message: error.to_string(),
    }
}

impl<'a> Prover<'a> {
    fn new(policies: &'a Policies, solver: &Solver) -> Result<Self, ProveError> {
        let kinds = policies
            .schema()
            .request_envs()
            .map(|kind| {
                let set = CompiledPolicySet::compile(policies.whole(), &kind, policies.schema())
                    .map_err(undecided("the set of rules"))?;
                Ok((kind, set))
            })
            .collect::<Result<Vec<_>, ProveError>>()?;
        if kinds.is_empty() {
            return Err(ProveError::Start("the schema has no actions".to_owned()));
        }
        Ok(Self {
            policies,
            kinds,
            compiler: solver.start()?,
        })
    }

    /// A question on which the rule fails.
    async fn can_fail(&mut self, id: &str, policy: &Policy) -> Result<Option<String>, ProveError> {
        for (kind, _) in &self.kinds {
            let compiled = CompiledPolicy::compile(policy, kind, self.policies.schema())
                .map_err(undecided(id))?;
            let found = self
                .compiler
                .check_never_errors_with_counterexample_opt(&compiled)
                .await
                .map_err(undecided(id))?;
            if let Some(env) = found {
                return Ok(Some(sentence_of(&env, "the rule fails when")));
            }
        }
        Ok(None)
    }

    /// A question that the statement describes and that is permitted.
    async fn is_possible(
        &mut self,
        id: &str,
        policy: &Policy,
    ) -> Result<Option<String>, ProveError> {
        let statement = as_permit(id, policy)?;
        for (kind, rules) in &self.kinds {
            let forbidden = CompiledPolicySet::compile(&statement, kind, self.policies.schema())
                .map_err(undecided(id))?;
            let found = self
                .compiler
                .check_disjoint_with_counterexample_opt(&forbidden, rules)
                .await
                .map_err(undecided(id))?;
            if let Some(env) = found {
                return Ok(Some(sentence_of(&env, "it is permitted that")));
            }
        }
        Ok(None)
    }
}

/// A statement describes what must not be; to compare it with what is permitted, it is read as a
/// permit of exactly that.
fn as_permit(id: &str, policy: &Policy) -> Result<PolicySet, ProveError> {
    let wrong = |message: String| ProveError::Undecided {
        what: id.to_owned(),
        message,
    };
    let mut json = policy.to_json().map_err(|e| wrong(e.to_string()))?;
    if let Some(effect) = json.get_mut("effect") {
        *effect = serde_json::Value::from("permit");
    }
    let permit =
        Policy::from_json(Some(PolicyId::new(id)), json).map_err(|e| wrong(e.to_string()))?;
    PolicySet::from_policies([permit]).map_err(|e| wrong(e.to_string()))
}

fn sentence_of(env: &Env, opening: &str) -> String {
    let mut situation = random::ordinary();
    translate::read_back(&env.request, &env.entities, &mut situation);
    format!("{opening} {}", describe(&situation))
}

/// A question as an English sentence, all facts that hold included.
#[must_use]
pub fn describe(s: &Situation) -> String {
    let word = |name: &str| {
        WORDS
            .iter()
            .find(|w| w.name == name)
            .map_or_else(String::new, |w| (w.get)(s).1.replace('_', " "))
    };
    let holding: Vec<_> = FLAGS.iter().filter(|f| (f.get)(s)).map(|f| f.en).collect();
    let holding = if holding.is_empty() {
        "nothing else holds".to_owned()
    } else {
        format!("{}; nothing else holds", holding.join("; "))
    };
    format!(
        "someone with the role {} does \"{}\" with the section {} (told by: {}) for the purpose {}, to {}, on the basis of {}, by {}, while: {holding}",
        word("asker.role"),
        word("action"),
        word("section.category"),
        word("section.provenance"),
        word("purpose"),
        word("recipient.kind"),
        word("basis"),
        word("channel"),
    )
}
