//! How an office names its mail server on the command line (NASW-l).

use std::path::PathBuf;

use anyhow::{Context, bail};
use caseward_channels::carry::mail::{Account, MailServer};
use clap::Args;
use lettre::Address;
use url::{Host, Url};

use super::Carrier;
use super::carrier::PATIENCE;
use crate::house::read_secret;

/// How letters leave the office. Without a mail server none is sent, and what waits is seen on the pages only.
#[derive(Debug, Clone, Args)]
pub(crate) struct MailArgs {
    /// The office's mail server: smtps://HOST (TLS, port 465) or smtp://HOST (STARTTLS, port 587)
    #[arg(
        long,
        value_name = "URL",
        env = "CASEWARD_MAIL",
        requires = "mail_from"
    )]
    mail: Option<Url>,
    /// The address that letters come from
    #[arg(long, value_name = "ADDRESS", env = "CASEWARD_MAIL_FROM")]
    mail_from: Option<Address>,
    /// The name of the office's account at the mail server
    #[arg(
        long,
        value_name = "NAME",
        env = "CASEWARD_MAIL_USER",
        requires = "mail_password_file"
    )]
    mail_user: Option<String>,
    /// A file with the password of that account
    #[arg(
        long,
        value_name = "FILE",
        env = "CASEWARD_MAIL_PASSWORD_FILE",
        requires = "mail_user"
    )]
    mail_password_file: Option<PathBuf>,
    /// A file with the certificate of the authority that vouches for the mail server, if this machine doesn't know it
    #[arg(long, value_name = "FILE", env = "CASEWARD_MAIL_CA")]
    mail_ca: Option<PathBuf>,
}

impl MailArgs {
    /// The way that letters go; none where no mail server is named.
    pub(crate) fn carrier(&self) -> anyhow::Result<Option<Carrier>> {
        let (Some(url), Some(from)) = (&self.mail, &self.mail_from) else {
            return Ok(None);
        };
        let line = self.line(url)?;
        Ok(Some(Carrier::to_server(&line, from.clone())?))
    }

    /// The mail server and the address that letters come from; none where no mail server is named.
    pub(crate) fn server(&self) -> anyhow::Result<Option<(MailServer, String)>> {
        let (Some(url), Some(from)) = (&self.mail, &self.mail_from) else {
            return Ok(None);
        };
        Ok(Some((self.line(url)?, from.to_string())))
    }

    fn line(&self, url: &Url) -> anyhow::Result<MailServer> {
        let Some(host) = url.host() else {
            bail!("--mail names no mail server; write it like smtps://mail.example.org");
        };
        if !url.username().is_empty() || url.password().is_some() {
            bail!(
                "write no account into --mail, other programs could read it there; use --mail-user and --mail-password-file"
            );
        }
        let authority = self.mail_ca.as_deref().map(std::fs::read).transpose();
        let line = MailServer {
            host: url
                .host_str()
                .unwrap_or_default()
                .trim_matches(['[', ']'])
                .to_owned(),
            port: url.port(),
            account: self.account()?,
            authority: authority.context("the file of --mail-ca can't be read")?,
            whole_in_tls: url.scheme() == "smtps",
            is_this_machine: is_this_machine(&host),
            patience: PATIENCE,
        };
        if !matches!(url.scheme(), "smtp" | "smtps") {
            bail!("--mail begins with smtps:// or smtp://");
        }
        Ok(line)
    }

    fn account(&self) -> anyhow::Result<Option<Account>> {
        let (Some(user), Some(path)) = (&self.mail_user, &self.mail_password_file) else {
            return Ok(None);
        };
        let password = read_secret(path)?;
        let user = user.clone();
        Ok(Some(Account { user, password }))
    }
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}
