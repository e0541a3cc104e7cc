//! CASL, which lives in Node.js: its part runs there and is timed there (`casl/casl.mjs`); only
//! figures and answers come over the pipe.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;

use caseward_model::Situation;
use serde_json::{Value, json};

use crate::rule::{Condition, Rule};
use crate::{Decider, Outcome, questions};

struct Node {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.to.take()); // it ends when nothing more can come
        drop(self.child.wait());
    }
}

impl Node {
    fn ask(&mut self, order: &str) -> Outcome<String> {
        let to = self.to.as_mut().ok_or("node is gone")?;
        writeln!(to, "{order}")?;
        to.flush()?;
        let mut line = String::new();
        if self.from.read_line(&mut line)? == 0 {
            return Err("node ended early".into());
        }
        Ok(line.trim().to_owned())
    }
}

/// CASL with abilities kept, or built anew for each request.
struct Casl {
    node: Rc<RefCell<Node>>,
    kept: bool,
}

/// Starts node; `None` where node or the package isn't installed.
pub(crate) fn start(
    rules: &[Rule],
    file: &[Situation],
    list: &[Situation],
    sample: &[Situation],
) -> Outcome<Option<[Box<dyn Decider>; 2]>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../casl");
    if !folder.join("node_modules").is_dir() {
        return Ok(None);
    }
    let started = Command::new("node")
        .arg(folder.join("casl.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        return Ok(None);
    };
    let (to, from) = (child.stdin.take(), child.stdout.take().ok_or("no pipe")?);
    let mut node = Node {
        child,
        to,
        from: BufReader::new(from),
    };
    let data = |of: &[Situation]| of.iter().map(questions::data).collect::<Vec<_>>();
    let everything: Vec<_> = sample.iter().chain(file).copied().collect();
    let all = json!({
        "rules": rules.iter().map(rule).collect::<Vec<_>>(),
        "sample": data(&everything),
        "file": data(file),
        "list": data(list),
    });
    node.ask(&all.to_string())?;
    let node = Rc::new(RefCell::new(node));
    let with = |kept| {
        Box::new(Casl {
            node: node.clone(),
            kept,
        }) as Box<dyn Decider>
    };
    Ok(Some([with(true), with(false)]))
}

fn rule(rule: &Rule) -> Value {
    json!({
        "permits": rule.permits,
        "actions": rule.actions,
        "conditions": rule.conditions.iter().map(condition).collect::<Vec<_>>(),
    })
}

fn condition(it: &Condition) -> Value {
    let several = |parts: &[Condition]| parts.iter().map(condition).collect::<Vec<_>>();
    match it {
        Condition::Flag(fact, wanted) => json!({ "fact": fact, "flag": wanted }),
        Condition::Word(fact, words, wanted) => {
            json!({ "fact": fact, "words": words, "wanted": wanted })
        }
        Condition::All(parts) => json!({ "all": several(parts) }),
        Condition::Any(parts) => json!({ "any": several(parts) }),
    }
}

impl Casl {
    fn figure(&self, what: &str) -> Outcome<f64> {
        let way = if self.kept { "kept" } else { "built" };
        Ok(self
            .node
            .borrow_mut()
            .ask(&format!("{what} {way}"))?
            .parse()?)
    }
}

impl Decider for Casl {
    fn name(&self) -> &'static str {
        if self.kept {
            "CASL 7.0.1, ability kept"
        } else {
            "CASL 7.0.1, built per request"
        }
    }

    fn answers(&mut self, _: &[Situation]) -> Outcome<Vec<bool>> {
        let way = if self.kept { "kept" } else { "built" };
        let said = self.node.borrow_mut().ask(&format!("answers {way}"))?;
        Ok(said.bytes().map(|answer| answer == b'1').collect())
    }

    fn file(&mut self, _: &[Situation]) -> Outcome<f64> {
        self.figure("file")
    }

    fn one_by_one(&mut self, _: &[Situation]) -> Outcome<f64> {
        self.figure("list")
    }
}
