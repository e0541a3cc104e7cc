//! `caseward sign-in`: with what people sign in, their sessions, and tokens of programs (NASW-l, NASW-o).
//!
//! Whoever runs it holds a key of the office; that they did it stands in the ledger. Nobody's passphrase can be
//! shown, because nobody's is kept.

use caseward_casework::gate::Actor;
use caseward_casework::sign_in::{NewProvider, NewToken, Scopes, WhereaboutsRule};
use serde_json::json;

use crate::cli::{OidcWhat, SignInArgs, SignInWhat};
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

pub(crate) async fn run(
    house: &HouseArgs,
    order: &SignInArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        SignInWhat::Show { worker } => show(&office, worker, terminal).await?,
        SignInWhat::Reset { worker } => {
            let whom = office.colleague(worker).await?;
            office.reset_sign_in(Actor::KeyHolder, whom.id).await?;
            terminal.json(&json!({ "reset": true }))?;
            terminal.say("All of it is ended. Make a link with `caseward sign-in-link`, and hand it over in person.");
        }
        SignInWhat::End { worker } => {
            let whom = office.colleague(worker).await?;
            let ended = office.end_sessions_of(Actor::KeyHolder, whom.id).await?;
            terminal.json(&json!({ "ended": ended }))?;
            terminal.say(format!("{ended} sessions are ended."));
        }
        SignInWhat::Token {
            worker,
            scopes,
            days,
            name,
        } => {
            let whom = office.colleague(worker).await?;
            let person = office.person_numbered(whom.no).await?;
            let new = NewToken {
                name: name.clone(),
                scopes: Scopes::of(scopes),
                days: *days,
            };
            let token = office.make_program_token_by_key(&person, new).await?;
            terminal.json(&json!({ "token": token, "days": days }))?;
            terminal.say(&token);
            terminal.note("It is shown this once. It does what that person may, and only what it was made for.");
        }
        SignInWhat::Revoke { worker, token } => {
            let whom = office.colleague(worker).await?;
            office.revoke_program_token(whom.no, token, None).await?;
            terminal.json(&json!({ "revoked": true }))?;
            terminal.say("The token is taken back.");
        }
        SignInWhat::Whereabouts { rule } => whereabouts(&office, *rule, terminal).await?,
        SignInWhat::Oidc { what } => directory(&office, what, terminal).await?,
        SignInWhat::LinksAlone { no_more } => {
            office.let_links_alone_in(!no_more).await?;
            terminal.json(&json!({ "links_alone": !no_more }))?;
            terminal.say(if *no_more {
                "From now on whoever comes by a link sets up a way to sign in first."
            } else {
                "From now on a link alone lets its person in. Keep real people out of this office."
            });
        }
    }
    Ok(Ended::Done)
}

/// Of whom it is asked whether anybody can hear or read along where they work.
async fn whereabouts(
    office: &caseward_casework::Office,
    rule: Option<WhereaboutsRule>,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    if let Some(rule) = rule {
        office.ask_whereabouts_of(Actor::KeyHolder, rule).await?;
    }
    let rule = office.sign_in_rules().await?.whereabouts;
    terminal.json(&json!({ "whereabouts": rule.word() }))?;
    terminal.say(match rule {
        WhereaboutsRule::WhoeverSaysSo => {
            "Nobody is asked; whoever works away from the office says so."
        }
        WhereaboutsRule::Handhelds => {
            "Whoever comes in on a telephone or a tablet is asked whether anybody can hear or read along."
        }
        WhereaboutsRule::Everyone => {
            "Everyone who works here is asked, in each session, whether anybody can hear or read along."
        }
    });
    Ok(())
}

/// The office's own directory.
async fn directory(
    office: &caseward_casework::Office,
    what: &OidcWhat,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    match what {
        OidcWhat::Set {
            issuer,
            client_id,
            name,
            address,
            loopback,
        } => {
            office.serve_at(address)?;
            let secret = terminal.secret("The secret that the directory gave this office:")?;
            let new = NewProvider {
                issuer: issuer.clone(),
                client_id: client_id.clone(),
                secret,
                name: name.clone(),
                loopback: *loopback,
            };
            office.set_provider(Actor::KeyHolder, new).await?;
            shown(office, terminal).await
        }
        OidcWhat::Show { address } => {
            office.serve_at(address)?;
            shown(office, terminal).await
        }
        OidcWhat::Remove => {
            office.remove_provider(Actor::KeyHolder).await?;
            terminal.json(&json!({ "removed": true }))?;
            terminal
                .say("The directory is taken away. The other ways to sign in stay as they were.");
            Ok(())
        }
    }
}

async fn shown(office: &caseward_casework::Office, terminal: &Terminal) -> anyhow::Result<()> {
    let Some(it) = office.provider().await? else {
        terminal.json(&json!({ "directory": null }))?;
        terminal.say("This office has no directory.");
        return Ok(());
    };
    let line =
        json!({ "issuer": it.issuer, "client_id": it.client_id, "name": it.name, "back": it.back });
    terminal.json(&json!({ "directory": line }))?;
    terminal.say(format!(
        "{} at {}, which calls this office {}.",
        it.name, it.issuer, it.client_id
    ));
    terminal.say(format!(
        "Enter there, as the only address that people are sent back to: {}",
        it.back
    ));
    Ok(())
}

async fn show(
    office: &caseward_casework::Office,
    worker: &str,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let whom = office.colleague(worker).await?;
    let person = office.person_numbered(whom.no).await?;
    let means = office.means_overview(&person).await?;
    let sessions = office.sessions_of(whom.no, None).await?;
    let tokens = office.program_tokens_of(whom.no).await?;
    let session = |it: &caseward_casework::sign_in::SessionLine| json!({ "session": it.reference, "means": it.means.word(), "started_at": it.started_at, "seen_at": it.seen_at });
    let token = |it: &caseward_casework::sign_in::TokenLine| json!({ "token": it.reference, "scopes": it.scopes.words(), "expires_at": it.expires_at, "used_at": it.used_at });
    terminal.json(&json!({
        "passkeys": means.passkeys.len(),
        "passphrase": means.passphrase,
        "authenticator": means.authenticator,
        "recovery_codes_left": means.codes_left,
        "provider_accounts": means.accounts,
        "sessions": sessions.iter().map(session).collect::<Vec<_>>(),
        "tokens": tokens.iter().map(token).collect::<Vec<_>>(),
    }))?;
    let yes = |it: bool| if it { "yes" } else { "no" };
    terminal.say(format!("passkeys                {}", means.passkeys.len()));
    terminal.say(format!("passphrase              {}", yes(means.passphrase)));
    terminal.say(format!(
        "authenticator app       {}",
        yes(means.authenticator)
    ));
    terminal.say(format!("recovery codes left     {}", means.codes_left));
    terminal.say(format!("accounts elsewhere      {}", means.accounts));
    for it in &sessions {
        terminal.say(format!("session {}  by {}", it.reference, it.means.word()));
    }
    for it in &tokens {
        let scopes = it.scopes.words().join(", ");
        terminal.say(format!("token {}  to {scopes}", it.reference));
    }
    Ok(())
}
