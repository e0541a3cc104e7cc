//! `caseward serve`: the pages and the API, until someone stops it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use caseward_casework::Office;
use caseward_model::Clock;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::certificate::Certificate;
use crate::cli::ServeArgs;
use crate::house::HouseArgs;
use crate::post::{self, Carrier};
use crate::terminal::{Ended, Terminal, WrongUsage};

/// How often counts and the checkpoint are written down.
const HOUSEKEEPING: Duration = Duration::from_secs(10);
/// How often talks that are due are looked for.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) async fn run(
    house: &HouseArgs,
    order: &ServeArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let way = way(order, terminal)?;
    let carrier = order.mail.carrier()?;
    let mail = order.mail.server()?;
    let office = house.opened().await?;
    if let Some((server, from)) = mail {
        office.mails_by(server, from);
    }
    let listener = listen(order.listen).await?;
    let address = order.address.clone().unwrap_or_else(|| shown(order.listen));
    office.serve_at(&address)?;
    terminal.note(format!("Serving on {}. Whoever can't sign in yet needs a link: invite them from their page, or stop here and run `caseward user invite`.", office.address()));
    let post = Post {
        carrier: carrier.map(Arc::new),
        address: office.address(),
        way,
    };
    serve(Arc::clone(&office), listener, Vec::new(), post).await?;
    super::ledger::keep(&office).await?;
    office.seal().await?;
    Ok(Ended::Done)
}

/// The address as a browser shows it: by name, because passkeys belong to names and not to numbers.
pub(crate) fn shown(listen: SocketAddr) -> String {
    format!("http://localhost:{}", listen.port())
}

/// How letters leave the office while it is served, and where they say its pages are.
pub(crate) struct Post {
    /// What carries them; none are sent without it.
    pub(crate) carrier: Option<Arc<Carrier>>,
    /// Where the pages are.
    pub(crate) address: String,
    /// How they get to browsers.
    pub(crate) way: Way,
}

/// How pages get to browsers.
pub(crate) enum Way {
    /// On this machine only.
    Here,
    /// By a proxy on this machine, which says who asks.
    Proxy,
    /// Over TLS of the office's own, to other machines too.
    Tls(Arc<Certificate>),
}

/// How the pages are to get to browsers. Without TLS they go to this machine only (NASW-m).
fn way(order: &ServeArgs, terminal: &Terminal) -> anyhow::Result<Way> {
    let Some(files) = order.certificate.files(order.address.as_deref()) else {
        if !order.listen.ip().is_loopback() {
            return Err(WrongUsage(
                "without TLS the pages are served on this machine only; name a certificate (--certificate, --certificate-key), or listen on 127.0.0.1 or [::1] and put a proxy with TLS in front (--address, --behind-proxy)",
            )
            .into());
        }
        return Ok(match order.behind_proxy {
            true => Way::Proxy,
            false => Way::Here,
        });
    };
    if order.behind_proxy {
        return Err(WrongUsage(
            "TLS is the proxy's or the office's own, not both: leave out --behind-proxy, or --certificate and --certificate-key",
        )
        .into());
    }
    let address = order.address.as_deref().unwrap_or_default();
    if !address.starts_with("https://") {
        return Err(WrongUsage(
            "with a certificate, say by --address where people find the pages, as https://caseward.example.org; the certificate must be for that name",
        )
        .into());
    }
    let certificate = Certificate::open(files)?;
    if let Some(complaint) = certificate.complaint(Clock::system().now_ms()) {
        terminal.note(format!("Warning: {complaint}."));
    }
    Ok(Way::Tls(Arc::new(certificate)))
}

/// Takes the address, before anyone is told of it.
pub(crate) async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("{address} can't be used; another program may be using it, try --listen")
    })
}

/// Serves until Ctrl-C or a termination signal.
pub(crate) async fn serve(
    office: Arc<Office>,
    listener: TcpListener,
    personas: Vec<caseward_web::DemoPersona>,
    post: Post,
) -> anyhow::Result<()> {
    let indexing = tokio::spawn(index_names(Arc::clone(&office)));
    let keeping = tokio::spawn(keep_house(Arc::clone(&office)));
    let reminding = tokio::spawn(remind_of_talks(Arc::clone(&office)));
    let watching = tokio::spawn(Arc::clone(&office).keep_boards());
    let carrying = post
        .carrier
        .map(|carrier| tokio::spawn(post::carry_on(Arc::clone(&office), carrier, post.address)));
    let router = caseward_web::router(Arc::clone(&office), personas);
    let rooms = Arc::clone(&office);
    let stop = async move {
        stopped().await;
        // Pages of open rooms would be waited for without end.
        rooms.close_boards();
    };
    let served = match post.way {
        Way::Here => caseward_web::serve(listener, router, stop).await,
        Way::Proxy => caseward_web::serve(listener, caseward_web::behind_proxy(router), stop).await,
        Way::Tls(certificate) => {
            let renewing = tokio::spawn(Arc::clone(&certificate).keep(office.clock().clone()));
            let router = caseward_web::over_tls(router, certificate.host(), certificate.shown());
            caseward_web::serve_over_tls(listener, router, certificate.config(), stop).await;
            renewing.abort();
            Ok(())
        }
    };
    watching.abort();
    keeping.abort();
    reminding.abort();
    if let Some(carrying) = carrying {
        carrying.abort();
    }
    indexing.abort();
    office.write_tally().await?;
    served.context("the server stopped")
}

/// Reads the names, and then anew whenever an export came in, by whatever program; until the first time is done a
/// search says so. Each time everyone who works here is compared with the clients (DV-3.3.2e).
async fn index_names(office: Arc<Office>) {
    let mut seen = None;
    let mut tick = tokio::time::interval(HOUSEKEEPING);
    loop {
        tick.tick().await;
        match office.last_import().await {
            Ok(last) if seen == Some(last) => {
                make_up_for(&office).await;
                continue;
            }
            Ok(last) => seen = Some(last),
            Err(error) => {
                tracing::warn!(%error, "whether an export came in isn't known");
                continue;
            }
        }
        match office
            .index_names(|read| tracing::info!(read, "names are being read"))
            .await
        {
            Ok(indexed) => tracing::info!(
                clients = indexed.clients,
                bytes = indexed.bytes,
                "the names are in memory"
            ),
            Err(error) => {
                tracing::error!(%error, "the names could not be read");
                seen = None;
            }
        }
        if let Err(error) = office.check_conflicts().await {
            tracing::error!(%error, "conflicts of interest were not looked for");
            seen = None;
        }
    }
}

/// Compares everyone again when an earlier comparison failed: until then a wall may be missing.
async fn make_up_for(office: &Office) {
    if !office.owes_comparison() {
        return;
    }
    match office.check_conflicts().await {
        Ok(()) => tracing::info!("the comparison that failed was made up for"),
        Err(error) => tracing::error!(%error, "conflicts of interest were not looked for"),
    }
}

async fn keep_house(office: Arc<Office>) {
    if let Err(error) = office.clear_past_absences().await {
        tracing::warn!(%error, "absences that are over were not cleared away");
    }
    let mut tick = tokio::time::interval(HOUSEKEEPING);
    loop {
        tick.tick().await;
        if office.gate.is_fenced() {
            // Whether the last commit is on the disk is found out only by reading it again.
            tracing::error!(
                "a commit failed; the server stops, and reads the ledger again at its next start"
            );
            std::process::exit(1);
        }
        if let Err(error) = office.write_tally().await {
            tracing::warn!(%error, "counts were not written down");
        }
        if let Err(error) = office.remind_of_partnerships().await {
            tracing::warn!(%error, "nobody was reminded of what runs out with partners");
        }
        if let Err(error) = office.remind_of_warnings().await {
            tracing::warn!(%error, "dangers of which nobody was warned were not looked for");
        }
        if let Err(error) = office.press_breaches().await {
            tracing::warn!(%error, "nobody was told of breach reports that wait too long");
        }
        if let Err(error) = office.know_signatures().await {
            tracing::warn!(%error, "how consents were signed before was not looked at");
        }
        if let Err(error) = office.settle_notes().await {
            tracing::warn!(%error, "notes of conferences that are over were not looked after");
        }
        if let Err(error) = office.end_links().await {
            tracing::warn!(%error, "links whose time is over were not ended");
        }
        if let Err(error) = super::ledger::keep(&office).await {
            tracing::warn!(%error, "the checkpoint was not kept");
        }
    }
}

/// Tells whoever answers for a client when the limits of confidentiality are to be gone through (NASW-e), and when the client has not
/// acknowledged the policies yet, wasn't asked for their consent (RE-1) or wasn't told what is shared under it (DV-4.1); and whoever leads the work with one whose rows went to others and who wasn't told of it
/// (NASW-d): once a day.
async fn remind_of_talks(office: Arc<Office>) {
    let mut tick = tokio::time::interval(A_DAY);
    loop {
        tick.tick().await;
        if let Err(error) = office.remind_of_talks().await {
            tracing::warn!(%error, "talks about confidentiality that are due were not looked for");
        }
        if let Err(error) = office.remind_of_policies().await {
            tracing::warn!(%error, "clients who have not acknowledged the policies were not looked for");
        }
        if let Err(error) = office.remind_of_consents().await {
            tracing::warn!(%error, "clients who were not asked yet for their consent were not looked for");
        }
        if let Err(error) = office.remind_of_sharing().await {
            tracing::warn!(%error, "clients who are to be told what is shared were not looked for");
        }
        if let Err(error) = office.remind_of_exports().await {
            tracing::warn!(%error, "clients who have still to be told of exports were not looked for");
        }
        if let Err(error) = office.remind_of_actions().await {
            tracing::warn!(%error, "what was undertaken in conferences and is overdue was not looked for");
        }
    }
}

/// Ends when the operator asks for it, or closes the terminal.
async fn stopped() {
    let both =
        signal(SignalKind::terminate()).and_then(|it| Ok((it, signal(SignalKind::hangup())?)));
    let (mut terminate, mut hang_up) = match both {
        Ok(signals) => signals,
        Err(error) => {
            tracing::warn!(%error, "only Ctrl-C stops the server");
            drop(tokio::signal::ctrl_c().await);
            return;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
        _ = hang_up.recv() => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use caseward_casework::conflicts::{Declaration, KnownPerson};
    use caseward_casework::gate::{OpenSlot, Read, Request};
    use caseward_model::Role;
    use caseward_testkit::{Export, House, engines, run};

    use super::make_up_for;

    #[test]
    fn dv_3_3_2e_a_comparison_that_failed_is_made_up_for() {
        for engine in engines() {
            run(async {
                let house = House::on(&engine, false).await;
                let office = &house.office;
                let dana = house.worker("dana", Role::Caseworker).await;
                let declaration = Declaration {
                    partner: KnownPerson {
                        name: "Alma Reyes".to_owned(),
                        ..KnownPerson::default()
                    },
                    ..Declaration::default()
                };
                office.declare(dana.id, declaration).await.unwrap();
                let export = Export::new().client("1", "Alma", "Reyes");
                house.import(&export).await;
                let alma = house.client("1").await;
                house.assign(&dana, alma).await;
                let opens = async || {
                    let request = Request::to_serve(dana.id, alma);
                    office.gate.ask::<Read>(&request).await.is_ok()
                };
                make_up_for(office).await;
                assert!(opens().await, "nothing failed, so nothing is made up for");
                office.gate.seal_office().await.unwrap();
                assert!(office.check_conflicts().await.is_err());
                make_up_for(office).await;
                assert!(
                    office.owes_comparison(),
                    "it failed again, and is still owed"
                );
                let key = OpenSlot::Passphrase(house.passphrase());
                office.gate.open_office(key).await.unwrap();
                assert!(opens().await);
                make_up_for(office).await;
                assert!(!office.owes_comparison());
                assert!(!opens().await, "the wall stands");
            });
        }
    }
}
