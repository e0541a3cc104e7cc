//! Puts a question into the policy language: who asks (principal), what for (action), which section
//! (resource), and everything else (context).
//!
//! The translation is total: each of the situation's facts has one place, the names are those of
//! `policies/caseward.cedarschema`, and a test validates random questions against that schema.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use caseward_model::Situation;
use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request, RestrictedExpression,
    Schema,
};

use crate::facts::{self, FLAGS, WORDS};

/// A question that could not be put into the policy language.
#[derive(Debug, thiserror::Error)]
#[error("the question can't be put into the policy language: {0}")]
pub(crate) struct TranslateError(String);

fn wrong(error: impl std::fmt::Display) -> TranslateError {
    TranslateError(error.to_string())
}

/// The names of all entities, parsed once.
struct Names {
    asker: EntityUid,
    section: EntityUid,
    /// Per word-fact, per number.
    words: Vec<Vec<EntityUid>>,
}

static NAMES: LazyLock<Result<Names, String>> = LazyLock::new(|| {
    let name = |kind: &str, id: &str| -> Result<EntityUid, String> {
        let kind: EntityTypeName = kind.parse().map_err(|_| format!("`{kind}` is no type"))?;
        Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
    };
    Ok(Names {
        asker: name("Asker", "asker")?,
        section: name("Section", "section")?,
        words: WORDS
            .iter()
            .map(|w| (w.all)().into_iter().map(|id| name(w.list, id)).collect())
            .collect::<Result<_, _>>()?,
    })
});

/// A request with the entities that it speaks of.
pub(crate) struct Asked {
    pub(crate) request: Request,
    pub(crate) entities: Entities,
}

/// Translates a situation; with a schema, everything is validated against it as well.
pub(crate) fn translate(s: &Situation, schema: Option<&Schema>) -> Result<Asked, TranslateError> {
    let names = NAMES.as_ref().map_err(wrong)?;
    let action = word(names, "action", s)?;
    let principal = entity(
        &names.asker,
        flags("asker", s).chain([("role".to_owned(), worded(names, "asker.role", s)?)]),
    )?;
    let resource = entity(
        &names.section,
        flags("section", s).chain([
            ("category".to_owned(), worded(names, "section.category", s)?),
            (
                "provenance".to_owned(),
                worded(names, "section.provenance", s)?,
            ),
        ]),
    )?;
    let context = context(names, s)?;
    let request = Request::new(
        names.asker.clone(),
        action,
        names.section.clone(),
        context,
        schema,
    )
    .map_err(wrong)?;
    let entities = Entities::from_entities([principal, resource], schema).map_err(wrong)?;
    Ok(Asked { request, entities })
}

fn context(names: &Names, s: &Situation) -> Result<Context, TranslateError> {
    let mut pairs = Vec::with_capacity(10);
    for plain in ["purpose", "basis", "channel"] {
        pairs.push((plain.to_owned(), worded(names, plain, s)?));
    }
    for group in ["relation", "client", "consent", "law", "danger", "session"] {
        pairs.push((group.to_owned(), record(flags(group, s))?));
    }
    let kind = ("kind".to_owned(), worded(names, "recipient.kind", s)?);
    pairs.push((
        "recipient".to_owned(),
        record(flags("recipient", s).chain([kind]))?,
    ));
    Context::from_pairs(pairs).map_err(wrong)
}

fn record(
    fields: impl Iterator<Item = (String, RestrictedExpression)>,
) -> Result<RestrictedExpression, TranslateError> {
    RestrictedExpression::new_record(fields).map_err(wrong)
}

fn entity(
    uid: &EntityUid,
    fields: impl Iterator<Item = (String, RestrictedExpression)>,
) -> Result<Entity, TranslateError> {
    let fields: HashMap<_, _> = fields.collect();
    Entity::new(uid.clone(), fields, HashSet::new()).map_err(wrong)
}

fn flags(group: &str, s: &Situation) -> impl Iterator<Item = (String, RestrictedExpression)> {
    facts::flag_in(group).map(|(field, flag)| {
        (
            field.to_owned(),
            RestrictedExpression::new_bool((flag.get)(s)),
        )
    })
}

fn worded(
    names: &Names,
    name: &str,
    s: &Situation,
) -> Result<RestrictedExpression, TranslateError> {
    word(names, name, s).map(RestrictedExpression::new_entity_uid)
}

fn word(names: &Names, name: &str, s: &Situation) -> Result<EntityUid, TranslateError> {
    WORDS
        .iter()
        .zip(&names.words)
        .find(|(w, _)| w.name == name)
        .and_then(|(w, uids)| uids.get(usize::from((w.get)(s).0)))
        .cloned()
        .ok_or_else(|| TranslateError(format!("there is no fact `{name}`")))
}

/// Reads a counterexample back: the request and entities that a solver found.
pub(crate) fn read_back(request: &Request, entities: &Entities, into: &mut Situation) {
    let spelled = |value: &cedar_policy::EvalResult| match value {
        cedar_policy::EvalResult::EntityUid(uid) => Some(uid.id().unescaped().to_owned()),
        _ => None,
    };
    let attribute = |uid: Option<&EntityUid>, name: &str| {
        let entity = entities.get(uid?)?;
        entity.attr(name)?.ok()
    };
    let value = |name: &str| match name.split_once('.') {
        None if name == "action" => None,
        None => request.context()?.get(name),
        Some(("asker", field)) => attribute(request.principal(), field),
        Some(("section", field)) => attribute(request.resource(), field),
        Some((group, field)) => match request.context()?.get(group)? {
            cedar_policy::EvalResult::Record(record) => record.get(field).cloned(),
            _ => None,
        },
    };
    if let Some(action) = request.action() {
        read_word(into, "action", action.id().unescaped());
    }
    for w in WORDS {
        if let Some(text) = value(w.name).as_ref().and_then(spelled) {
            read_word(into, w.name, &text);
        }
    }
    for flag in FLAGS {
        if let Some(cedar_policy::EvalResult::Bool(yes)) = value(flag.name) {
            (flag.set)(into, yes);
        }
    }
}

fn read_word(into: &mut Situation, name: &str, text: &str) {
    if let Some(w) = WORDS.iter().find(|w| w.name == name) {
        // A word that isn't in the list leaves the default: the sentence is for people only.
        (w.set)(into, text).ok();
    }
}
