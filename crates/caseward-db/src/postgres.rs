//! PostgreSQL: for offices that outgrow one machine; encrypted on the way, and refused when its
//! settings could lose an entry (design part 7). One of the two places where the engines differ.

use std::collections::HashMap;
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use ::postgres as pg;
use pg::config::{Host, SslMode};
use pg::fallible_iterator::FallibleIterator;
use pg::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use pg::{Client, NoTls, Statement};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::connection::{Dialect, How, Many, RowRef};
use crate::value::wrong;
use crate::{DbError, OpenError, Row, Value, Weakness};

/// PostgreSQL's words.
pub(crate) const DIALECT: Dialect = Dialect {
    id: "BIGINT PRIMARY KEY",
    by_key: "",
    begin_read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    begin_write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    next_savepoint: &["RELEASE SAVEPOINT job; SAVEPOINT job"],
    for_update: " FOR UPDATE",
    take_turn: "SELECT pg_advisory_xact_lock(4241653277)",
};

/// How many prepared statements a connection keeps.
const STATEMENTS_MAX: usize = 512;

/// How many rows travel together in an insertion.
const ROWS_TOGETHER: usize = 1000;

/// Under what servers on one database tell each other something.
const NEWS: &str = "caseward_news";

/// How long nothing is heard before whoever listens is asked to look for themselves, and how long a lost line is left alone.
const SILENCE: Duration = Duration::from_secs(1);

/// Settings without which an acknowledged entry could be lost: name and what it must not be.
const PROMISED: [&str; 3] = ["synchronous_commit", "fsync", "full_page_writes"];

/// Settings kept for roles and databases, whoever they are; PostgreSQL applies them silently at
/// the next sign-in.
const KEPT: &str = "SELECT setting, coalesce(rolname::text, 'every role'), coalesce(datname::text, 'every database')
    FROM (SELECT unnest(setconfig) AS setting, setrole, setdatabase FROM pg_db_role_setting) kept
    LEFT JOIN pg_roles ON pg_roles.oid = setrole LEFT JOIN pg_database ON pg_database.oid = setdatabase";

const IS_SUPERUSER: &str = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user";

/// One connection and the statements it has prepared.
pub(crate) struct Postgres {
    client: Client,
    statements: HashMap<Box<str>, Statement>,
}

/// The address taken apart: how to connect, and what of the way there was asked for.
struct Address {
    config: pg::Config,
    certificates: Option<String>,
    asks_tls: bool,
}

impl Address {
    fn parse(text: &str) -> Result<Self, OpenError> {
        let (front, options) = text.split_once('?').unwrap_or((text, ""));
        let (mut kept, mut certificates, mut asks_tls) = (Vec::new(), None, false);
        for option in options.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("sslrootcert", file)) => certificates = Some(file.to_owned()),
                // More than is promised may be asked for, never less.
                Some(("sslmode", mode)) => {
                    asks_tls = matches!(mode, "require" | "verify-ca" | "verify-full");
                }
                _ => kept.push(option),
            }
        }
        let text = format!("{front}?{}", kept.join("&"));
        let mut config: pg::Config = text.parse().map_err(|_| OpenError::Address)?;
        config
            .application_name("caseward")
            .connect_timeout(Duration::from_secs(10))
            .tcp_user_timeout(Duration::from_secs(30));
        Ok(Self {
            config,
            certificates,
            asks_tls,
        })
    }

    /// True when every server it names is on this machine.
    fn is_on_this_machine(&self) -> bool {
        let addresses = self.config.get_hostaddrs();
        if !addresses.is_empty() {
            return addresses.iter().all(IpAddr::is_loopback);
        }
        self.config.get_hosts().iter().all(|host| match host {
            Host::Tcp(name) => {
                name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
            }
            #[cfg(unix)]
            Host::Unix(_) => true,
        })
    }

    fn connect(mut self) -> Result<Client, OpenError> {
        if self.is_on_this_machine() && !self.asks_tls {
            return self.config.connect(NoTls).map_err(|e| error(&e).into());
        }
        self.config.ssl_mode(SslMode::Require);
        let tls = tls(self.certificates.as_deref())?;
        self.config.connect(tls).map_err(|e| error(&e).into())
    }
}

fn tls(certificates: Option<&str>) -> Result<MakeRustlsConnect, OpenError> {
    let mut roots = rustls::RootCertStore::empty();
    if let Some(file) = certificates {
        let found = CertificateDer::pem_file_iter(file).map_err(|_| OpenError::Certificates)?;
        for certificate in found {
            let certificate = certificate.map_err(|_| OpenError::Certificates)?;
            roots
                .add(certificate)
                .map_err(|_| OpenError::Certificates)?;
        }
    } else {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| OpenError::Certificates)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

impl Postgres {
    /// Connects, and refuses a server whose settings could lose what it acknowledged.
    pub(crate) fn open(address: &str) -> Result<Self, OpenError> {
        let mut it = Self {
            client: Address::parse(address)?.connect()?,
            statements: HashMap::new(),
        };
        for setting in PROMISED {
            let found = it.setting(setting)?;
            if found == "off" {
                return Err(OpenError::Weak {
                    setting,
                    found,
                    wanted: "on (look at the server, the database and the role)",
                });
            }
        }
        it.batch("SET standard_conforming_strings = on; SET client_min_messages = warning")?;
        Ok(it)
    }

    /// What holds in this session.
    fn setting(&mut self, name: &'static str) -> Result<String, DbError> {
        let row = self
            .client
            .query_one("SELECT current_setting($1)", &[&name])
            .map_err(|e| error(&e))?;
        row.try_get(0).map_err(|e| error(&e))
    }

    pub(crate) fn is_alive(&self) -> bool {
        !self.client.is_closed()
    }

    /// What is set weaker than promised, also for roles and databases that aren't in use now.
    pub(crate) fn weaknesses(&mut self) -> Result<Vec<Weakness>, OpenError> {
        let mut weaknesses = Vec::new();
        let failed = |e: pg::Error| error(&e);
        for row in self.client.query(KEPT, &[]).map_err(failed)? {
            let setting: String = row.try_get(0).map_err(failed)?;
            let role: String = row.try_get(1).map_err(failed)?;
            let database: String = row.try_get(2).map_err(failed)?;
            if let Some((setting, found)) = setting.split_once('=')
                && PROMISED.contains(&setting)
                && is_off(found)
            {
                let setting = format!("{setting} of {role} in {database}");
                weaknesses.push(Weakness::advice(setting, found, "on"));
            }
        }
        let row = self.client.query_one(IS_SUPERUSER, &[]).map_err(failed)?;
        if row.try_get(0).map_err(failed)? {
            let setting = "the role that Caseward uses".to_owned();
            weaknesses.push(Weakness::advice(setting, "a superuser", "an ordinary role"));
        }
        if self.setting("data_checksums")? != "on" {
            let setting = "data_checksums".to_owned();
            weaknesses.push(Weakness::advice(setting, "off", "on"));
        }
        Ok(weaknesses)
    }

    /// Runs statements without parameters.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.client.batch_execute(sql).map_err(|e| error(&e))
    }

    /// Tells other servers something when the transaction is kept.
    pub(crate) fn tell(&mut self, what: &str) -> Result<(), DbError> {
        let values = [NEWS.into(), what.into()];
        self.each("SELECT pg_notify($1, $2)", &values, &mut |_| {
            ControlFlow::Continue(())
        })
    }

    /// Hands over what other servers tell, until nobody wants to hear it any more.
    fn hear(&mut self, heard: &mut impl FnMut(Option<&str>) -> bool) -> Result<(), OpenError> {
        self.batch(&format!("LISTEN {NEWS}"))?;
        // What was told before this line stood is looked for.
        while heard(None) {
            if !self.hear_for_a_second(heard)? {
                return Ok(());
            }
            if !self.is_alive() {
                return Err(DbError::Closed.into());
            }
        }
        Ok(())
    }

    /// Says whether anybody still wants to hear.
    fn hear_for_a_second(
        &mut self,
        heard: &mut impl FnMut(Option<&str>) -> bool,
    ) -> Result<bool, DbError> {
        let mut notes = self.client.notifications();
        let mut notes = notes.timeout_iter(SILENCE);
        while let Some(note) = notes.next().map_err(|e| error(&e))? {
            if !heard(Some(note.payload())) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Runs one of the few statements that steer a transaction, in one round trip.
    pub(crate) fn steer(&mut self, sql: &'static str) -> Result<(), DbError> {
        self.batch(sql)
    }

    /// Runs a statement and shows each row of its answer.
    pub(crate) fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        visit: &mut dyn FnMut(RowRef<'_>) -> ControlFlow<()>,
    ) -> Result<(), DbError> {
        let statement = self.statement(sql, values)?;
        let mut rows = self
            .client
            .query_raw(&statement, values)
            .map_err(|e| error(&e))?;
        while let Some(row) = rows.next().map_err(|e| error(&e))? {
            if visit(RowRef::Postgres(&row)).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Runs a statement that gives no rows; says how many it changed.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, DbError> {
        let statement = self.statement(sql, values)?;
        self.client
            .execute(&statement, &borrowed(values))
            .map_err(|e| error(&e))
    }

    /// Writes many rows, a thousand to a round trip: each column travels as one array.
    pub(crate) fn write_many(
        &mut self,
        many: &Many<'_>,
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, DbError> {
        let sql = self.text_of_many(many)?;
        let mut count = 0;
        loop {
            let column = |_: &&str| Column(Vec::new());
            let mut together: Vec<Column> = many.columns.iter().map(column).collect();
            let mut taken = 0;
            for row in Iterator::take(&mut *rows, ROWS_TOGETHER) {
                check(&row)?;
                if row.len() != many.columns.len() {
                    return Err(wrong_number());
                }
                for (column, value) in together.iter_mut().zip(row) {
                    column.0.push(value);
                }
                taken += 1;
            }
            if taken == 0 {
                return Ok(count);
            }
            let statement = self.prepared(&sql)?;
            count += self
                .client
                .execute(&statement, &borrowed(&together))
                .map_err(|e| error(&e))?;
        }
    }

    fn text_of_many(&mut self, many: &Many<'_>) -> Result<String, DbError> {
        let (table, names) = (many.table, many.columns.join(", "));
        let shape = self.statement(&format!("SELECT {names} FROM {table} LIMIT 0"), &[])?;
        let arrays = (1..)
            .zip(shape.columns())
            .map(|(n, column)| format!("${n}::{}[]", column.type_().name()));
        let arrays = arrays.collect::<Vec<_>>().join(", ");
        Ok(match many.how {
            How::Insert | How::Put { .. } => {
                many.insertion(&format!("SELECT * FROM UNNEST({arrays})"))
            }
            How::Change { key } => {
                let value = |at| format!("came.c{at}");
                let came = (0..many.columns.len()).map(|at| format!("c{at}"));
                let came = came.collect::<Vec<_>>().join(", ");
                many.change(
                    key,
                    value,
                    &format!(" FROM UNNEST({arrays}) AS came ({came})"),
                )
            }
        })
    }

    fn statement(&mut self, sql: &str, values: &[Value]) -> Result<Statement, DbError> {
        check(values)?;
        let statement = self.prepared(sql)?;
        if statement.params().len() == values.len() {
            Ok(statement)
        } else {
            Err(wrong_number())
        }
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, DbError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        if self.statements.len() >= STATEMENTS_MAX {
            self.statements.clear();
        }
        let statement = self.client.prepare(sql).map_err(|e| error(&e))?;
        self.statements.insert(sql.into(), statement.clone());
        Ok(statement)
    }
}

/// Hears what other servers tell, on a connection of its own that comes back by itself when it is lost. `heard` gets each word, and
/// nothing whenever some may have been missed or none came for a second; it says whether anybody still wants to hear.
pub(crate) fn listen(address: &str, mut heard: impl FnMut(Option<&str>) -> bool) {
    loop {
        match Postgres::open(address).and_then(|mut it| it.hear(&mut heard)) {
            Ok(()) => return,
            Err(error) => {
                tracing::warn!(%error, "the line on which other servers are heard is lost; it is tried again");
            }
        }
        std::thread::sleep(SILENCE);
        if !heard(None) {
            return;
        }
    }
}

fn is_off(value: &str) -> bool {
    matches!(
        value.to_ascii_lowercase().as_str(),
        "off" | "false" | "no" | "0" | "f" | "n"
    )
}

fn borrowed<T: ToSql + Sync>(values: &[T]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as _).collect()
}

fn wrong_number() -> DbError {
    DbError::Refused {
        code: "wrong number of values".to_owned(),
    }
}

fn check(values: &[Value]) -> Result<(), DbError> {
    let has_zero = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
    if values.iter().any(has_zero) {
        return Err(DbError::ZeroCharacter);
    }
    Ok(())
}

/// The values of one column in many rows.
#[derive(Debug)]
struct Column(Vec<Value>);

type SqlError = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Column {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut pg::types::private::BytesMut,
    ) -> Result<IsNull, SqlError> {
        self.0.to_sql(ty, out)
    }

    fn accepts(ty: &Type) -> bool {
        <Vec<Value> as ToSql>::accepts(ty)
    }

    to_sql_checked!();
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut pg::types::private::BytesMut,
    ) -> Result<IsNull, SqlError> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *ty == Type::INT8 => number.to_sql(ty, out),
            Self::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Self::Text(text) if <&str as ToSql>::accepts(ty) => text.to_sql(ty, out),
            Self::Bytes(bytes) if *ty == Type::BYTEA => bytes.as_slice().to_sql(ty, out),
            _ => Err("a value of another kind than the column".into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, SqlError> {
        match *ty {
            Type::INT8 => i64::from_sql(ty, raw).map(Self::Int),
            Type::INT4 => i32::from_sql(ty, raw).map(|n| Self::Int(n.into())),
            Type::BOOL => bool::from_sql(ty, raw).map(|b| Self::Int(b.into())),
            Type::BYTEA => Ok(Self::Bytes(raw.to_vec())),
            _ => String::from_sql(ty, raw).map(Self::Text),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, SqlError> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::BOOL | Type::BYTEA)
            || <String as FromSql>::accepts(ty)
    }
}

/// A row of our own.
pub(crate) fn row(from: &pg::Row) -> Result<Row, DbError> {
    let mut values = Vec::with_capacity(from.len());
    for column in 0..from.len() {
        let value = from.try_get(column);
        values.push(value.map_err(|_| wrong(column, "of a known kind"))?);
    }
    Ok(Row(values))
}

/// A number in a row that is still the engine's.
pub(crate) fn int(row: &pg::Row, column: usize) -> Result<i64, DbError> {
    row.try_get(column).map_err(|_| wrong(column, "a number"))
}

/// Bytes or nothing in a row that is still the engine's.
pub(crate) fn opt_bytes(row: &pg::Row, column: usize) -> Result<Option<&[u8]>, DbError> {
    row.try_get(column).map_err(|_| wrong(column, "bytes"))
}

/// Takes the code, and from a broken rule its name; never the message, which can quote values.
pub(crate) fn error(error: &pg::Error) -> DbError {
    let Some(said) = error.as_db_error() else {
        let code = if error.is_closed() {
            "closed"
        } else {
            "connection"
        };
        return DbError::Unavailable {
            code: format!("PostgreSQL {code}"),
        };
    };
    let code = said.code().code();
    let named = || said.constraint().or(said.column()).unwrap_or(code);
    let full = format!("PostgreSQL {code}");
    match code.get(..2) {
        Some("23") => DbError::Conflict {
            rule: match said.table() {
                Some(table) => format!("{table}.{}", named()),
                None => named().to_owned(),
            },
        },
        _ if code == "53100" => DbError::Full,
        Some("XX") => DbError::Damaged { code: full },
        Some("28" | "3D") => DbError::NotLetIn { code: full },
        Some("08" | "53" | "57" | "58" | "40" | "55") => DbError::Unavailable { code: full },
        _ => DbError::Refused { code: full },
    }
}
