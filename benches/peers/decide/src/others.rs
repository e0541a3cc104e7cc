//! Two who decide inside this process: regorus' virtual machine, and casbin.

use std::fmt::Write as _;
use std::hint::black_box;

use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi, Model};
use caseward_model::Situation;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use rhai::Dynamic;

use crate::rule::{Condition, Rule};
use crate::{Decider, Outcome, questions, timed};

const ENTRY: &str = "data.caseward.allow";

/// Rego, compiled once and run by regorus' virtual machine.
pub(crate) struct Regorus {
    machine: RegoVM,
    file: Vec<regorus::Value>,
    list: Vec<regorus::Value>,
}

impl Regorus {
    pub(crate) fn new(rules: &[Rule], file: &[Situation], list: &[Situation]) -> Outcome<Self> {
        let mut engine = regorus::Engine::new();
        engine.add_policy("caseward.rego".to_owned(), rego(rules))?;
        let compiled = engine.compile_with_entrypoint(&ENTRY.into())?;
        let program = Compiler::compile_from_policy(&compiled, &[ENTRY])?;
        let mut machine = RegoVM::new();
        machine.load_program(program);
        let inputs = |of: &[Situation]| of.iter().map(|s| questions::data(s).into()).collect();
        Ok(Self {
            machine,
            file: inputs(file),
            list: inputs(list),
        })
    }
}

fn ask(machine: &mut RegoVM, input: &regorus::Value) -> Outcome<bool> {
    machine.set_input(input.clone());
    Ok(machine.execute()? == regorus::Value::from(true))
}

impl Decider for Regorus {
    fn name(&self) -> &'static str {
        "regorus 0.14.1, virtual machine"
    }

    fn answers(&mut self, sample: &[Situation]) -> Outcome<Vec<bool>> {
        let machine = &mut self.machine;
        sample
            .iter()
            .map(|s| ask(machine, &questions::data(s).into()))
            .collect()
    }

    fn file(&mut self, _: &[Situation]) -> Outcome<f64> {
        let Self { machine, file, .. } = self;
        Ok(timed(|| {
            file.iter()
                .for_each(|input| drop(black_box(ask(machine, black_box(input)))))
        }))
    }

    fn one_by_one(&mut self, _: &[Situation]) -> Outcome<f64> {
        let Self { machine, list, .. } = self;
        let pass = timed(|| {
            list.iter()
                .for_each(|input| drop(black_box(ask(machine, black_box(input)))))
        });
        Ok(pass / list.len() as f64)
    }
}

/// The rules in Rego. An "or" becomes a rule of its own with one body for each side.
fn rego(rules: &[Rule]) -> String {
    let mut text = String::from(
        "package caseward\n\nimport rego.v1\n\ndefault allow := false\n\nallow if {\n\tpermitted\n\tnot forbidden\n}\n",
    );
    let mut helpers = String::new();
    let mut count = 0;
    for rule in rules {
        let head = if rule.permits {
            "permitted"
        } else {
            "forbidden"
        };
        let mut lines = Vec::new();
        if !rule.actions.is_empty() {
            lines.push(rego_word("action", &rule.actions, true));
        }
        for condition in &rule.conditions {
            rego_lines(condition, &mut lines, &mut helpers, &mut count);
        }
        body(&mut text, head, &lines);
    }
    text + helpers.as_str()
}

fn body(text: &mut String, head: &str, lines: &[String]) {
    let _infallible = writeln!(text, "\n{head} if {{\n\t{}\n}}", lines.join("\n\t"));
}

fn rego_word(fact: &str, words: &[String], wanted: bool) -> String {
    match (words, wanted) {
        ([one], true) => format!("input.{fact} == \"{one}\""),
        ([one], false) => format!("input.{fact} != \"{one}\""),
        (_, true) => format!("input.{fact} in {{\"{}\"}}", words.join("\", \"")),
        (_, false) => format!("not input.{fact} in {{\"{}\"}}", words.join("\", \"")),
    }
}

fn rego_lines(
    condition: &Condition,
    lines: &mut Vec<String>,
    helpers: &mut String,
    count: &mut u32,
) {
    match condition {
        Condition::Flag(fact, true) => lines.push(format!("input.{fact}")),
        Condition::Flag(fact, false) => lines.push(format!("not input.{fact}")),
        Condition::Word(fact, words, wanted) => lines.push(rego_word(fact, words, *wanted)),
        Condition::All(parts) => {
            for part in parts {
                rego_lines(part, lines, helpers, count);
            }
        }
        Condition::Any(parts) => {
            *count += 1;
            let head = format!("either_{count}");
            for part in parts {
                let mut side = Vec::new();
                rego_lines(part, &mut side, helpers, count);
                body(helpers, &head, &side);
            }
            lines.push(head);
        }
    }
}

/// casbin: attributes and rules that are evaluated, where a deny wins.
pub(crate) struct Casbin {
    enforcer: Enforcer,
    file: Vec<Vec<Dynamic>>,
    list: Vec<Vec<Dynamic>>,
}

/// What a question consists of for casbin, the action first.
const PARTS: [&str; 13] = [
    "action",
    "purpose",
    "basis",
    "channel",
    "asker",
    "relation",
    "client",
    "recipient",
    "consent",
    "law",
    "danger",
    "session",
    "section",
];

impl Casbin {
    pub(crate) fn new(rules: &[Rule], file: &[Situation], list: &[Situation]) -> Outcome<Self> {
        let mut model = DefaultModel::default();
        model.add_def("r", "r", &PARTS.join(", "));
        model.add_def("p", "p", "action, rule, eft");
        model.add_def(
            "e",
            "e",
            "some(where (p.eft == allow)) && !some(where (p.eft == deny))",
        );
        model.add_def(
            "m",
            "m",
            "(p.action == \"*\" || r.action == p.action) && eval(p.rule)",
        );
        // One line for each action, so that the text of a rule is only looked at where it applies.
        let every = vec!["*".to_owned()];
        let mut lines = Vec::new();
        for rule in rules {
            let effect = if rule.permits { "allow" } else { "deny" };
            let parts: Vec<_> = rule.conditions.iter().map(casbin_text).collect();
            let text = if parts.is_empty() {
                "true".to_owned()
            } else {
                parts.join(" && ")
            };
            let actions = if rule.actions.is_empty() {
                &every
            } else {
                &rule.actions
            };
            lines.extend(
                actions
                    .iter()
                    .map(|action| vec![action.clone(), text.clone(), effect.to_owned()]),
            );
        }
        let made = async {
            let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await?;
            enforcer.add_policies(lines).await?;
            Ok::<_, casbin::Error>(enforcer)
        };
        let enforcer = tokio::runtime::Builder::new_current_thread()
            .build()?
            .block_on(made)?;
        let requests = |of: &[Situation]| of.iter().map(request).collect::<Outcome<_>>();
        Ok(Self {
            enforcer,
            file: requests(file)?,
            list: requests(list)?,
        })
    }
}

fn request(s: &Situation) -> Outcome<Vec<Dynamic>> {
    let mut data = questions::data(s);
    if let Some(client) = data.get_mut("client").and_then(|it| it.as_object_mut()) {
        let protected = client.remove("protected").unwrap_or_default();
        client.insert(PROTECTED.to_owned(), protected);
    }
    let part = |name| {
        Ok(rhai::serde::to_dynamic(
            data.get(name).ok_or("a part is missing")?,
        )?)
    };
    PARTS.into_iter().map(part).collect()
}

/// Rhai, in which casbin evaluates, keeps the word "protected" for itself.
const PROTECTED: &str = "is_protected";

fn spelled(fact: &str) -> String {
    fact.replace("client.protected", &format!("client.{PROTECTED}"))
}

fn casbin_text(condition: &Condition) -> String {
    let several = |parts: &[Condition], between: &str| {
        let parts: Vec<_> = parts.iter().map(casbin_text).collect();
        format!("({})", parts.join(between))
    };
    match condition {
        Condition::Flag(fact, true) => format!("r.{}", spelled(fact)),
        Condition::Flag(fact, false) => format!("!r.{}", spelled(fact)),
        Condition::Word(fact, words, wanted) => {
            let (is, between) = if *wanted {
                ("==", " || ")
            } else {
                ("!=", " && ")
            };
            let each: Vec<_> = words
                .iter()
                .map(|word| format!("r.{fact} {is} \"{word}\""))
                .collect();
            format!("({})", each.join(between))
        }
        Condition::All(parts) => several(parts, " && "),
        Condition::Any(parts) => several(parts, " || "),
    }
}

impl Decider for Casbin {
    fn name(&self) -> &'static str {
        "casbin 2.20.0"
    }

    fn answers(&mut self, sample: &[Situation]) -> Outcome<Vec<bool>> {
        sample
            .iter()
            .map(|s| Ok(self.enforcer.enforce(request(s)?)?))
            .collect()
    }

    fn file(&mut self, _: &[Situation]) -> Outcome<f64> {
        let Self { enforcer, file, .. } = self;
        Ok(timed(|| {
            file.iter()
                .for_each(|request| drop(black_box(enforcer.enforce(request.clone()))))
        }))
    }

    fn one_by_one(&mut self, _: &[Situation]) -> Outcome<f64> {
        let Self { enforcer, list, .. } = self;
        let pass = timed(|| {
            list.iter()
                .for_each(|request| drop(black_box(enforcer.enforce(request.clone()))))
        });
        Ok(pass / list.len() as f64)
    }
}
