//! What a good database administrator would build from PostgreSQL's own means: row-level security,
//! pgcrypto, and an audit row in the same transaction. Driven by `psql` and `pgbench`, without HTTP.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

use super::wrk::Reading;
use super::{Place, Took, is_there, measured, median, note_down, output};

/// A database of the measure's own, gone with it.
pub(super) struct Database {
    pub(super) url: String,
    around: String,
    name: String,
}

impl Database {
    /// Makes an empty one; `None`, and a line that says so, where PostgreSQL isn't there.
    pub(super) fn make(around: Option<&str>, purpose: &str) -> Option<anyhow::Result<Self>> {
        let around = around.filter(|_| is_there("psql") && is_there("pgbench"));
        around.map(|around| Self::made(around, purpose))
    }

    fn made(around: &str, purpose: &str) -> anyhow::Result<Self> {
        let server = around.rsplit_once('/').context("no database in the URL")?.0;
        let name = format!("caseward_bench_{purpose}_{}", std::process::id());
        psql(around, &format!("CREATE DATABASE {name}"))?;
        Ok(Self {
            url: format!("{server}/{name}"),
            around: around.to_owned(),
            name,
        })
    }

    /// What a statement gives, unaligned.
    pub(super) fn said(&self, sql: &str) -> anyhow::Result<String> {
        psql(&self.url, sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let gone = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        drop(psql(&self.around, &gone));
    }
}

fn psql(url: &str, sql: &str) -> anyhow::Result<String> {
    output("psql", &[url, "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", sql])
}

/// Tables, rules and one function that opens a file. `$PEOPLE` and `$BYTES` are filled in.
const OFFICE: &str = "
CREATE EXTENSION pgcrypto;
CREATE TABLE workers (no int PRIMARY KEY, signed boolean NOT NULL, trained boolean NOT NULL);
CREATE TABLE clients (no int PRIMARY KEY, opted_out boolean NOT NULL);
CREATE TABLE assignments (worker int, client int, until timestamptz, PRIMARY KEY (worker, client));
CREATE TABLE walls (worker int, client int, PRIMARY KEY (worker, client));
CREATE TABLE consents (client int, purpose text, until timestamptz, PRIMARY KEY (client, purpose));
CREATE TABLE sections (client int, section int, iv bytea, sealed bytea, PRIMARY KEY (client, section));
CREATE TABLE audit (no bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    worker int NOT NULL, client int NOT NULL, purpose text NOT NULL, sections int[], content bytea);
INSERT INTO workers VALUES (1, true, true);
INSERT INTO clients SELECT n, false FROM generate_series(1, $PEOPLE) n;
INSERT INTO assignments SELECT 1, n, NULL FROM generate_series(1, $PEOPLE) n;
INSERT INTO consents SELECT n, 'direct_service', now() + interval '1 year' FROM generate_series(1, $PEOPLE) n;
INSERT INTO sections SELECT client, section, iv,
    encrypt_iv(convert_to(repeat('x', $BYTES), 'UTF8'), '\\x00112233445566778899aabbccddeeff', iv, 'aes')
    FROM (SELECT c AS client, s AS section, decode(md5(c || '.' || s), 'hex') AS iv
          FROM generate_series(1, $PEOPLE) c, generate_series(1, 11) s) every;
ALTER TABLE sections ENABLE ROW LEVEL SECURITY;
ALTER TABLE sections FORCE ROW LEVEL SECURITY;
CREATE POLICY reading ON sections FOR SELECT USING (
    EXISTS (SELECT FROM workers w WHERE w.no = current_setting('bench.worker')::int AND w.signed AND w.trained)
    AND EXISTS (SELECT FROM assignments a WHERE a.worker = current_setting('bench.worker')::int
        AND a.client = sections.client AND (a.until IS NULL OR a.until > now()))
    AND NOT EXISTS (SELECT FROM walls x WHERE x.worker = current_setting('bench.worker')::int
        AND x.client = sections.client)
    AND NOT EXISTS (SELECT FROM clients c WHERE c.no = sections.client AND c.opted_out)
    AND EXISTS (SELECT FROM consents c WHERE c.client = sections.client
        AND c.purpose = current_setting('bench.purpose') AND c.until > now()));
CREATE FUNCTION open_file(asker int, whose int, why text) RETURNS json LANGUAGE plpgsql AS $open$
DECLARE file json; which int[];
BEGIN
    PERFORM set_config('bench.worker', asker::text, true), set_config('bench.purpose', why, true);
    SELECT json_object_agg(section, convert_from(
               decrypt_iv(sealed, '\\x00112233445566778899aabbccddeeff', iv, 'aes'), 'UTF8')),
           array_agg(section) INTO file, which FROM sections WHERE client = whose;
    INSERT INTO audit (worker, client, purpose, sections, content)
        VALUES (asker, whose, why, which, digest(file::text, 'sha256'));
    RETURN file;
END $open$;";

/// An office of PostgreSQL's own means.
pub(super) struct Peer {
    database: Database,
    script: PathBuf,
    logs: PathBuf,
}

impl Peer {
    /// Fills it with so many people, whose files are as long as ours.
    pub(super) fn make(
        database: Database,
        place: &Place,
        people: u64,
        file_bytes: usize,
    ) -> anyhow::Result<Self> {
        let sql = OFFICE.replace("$PEOPLE", &people.to_string());
        database.said(&sql.replace("$BYTES", &(file_bytes / 11).to_string()))?;
        database.said("VACUUM ANALYZE")?;
        let opened = database.said("SELECT length(open_file(1, 1, 'direct_service')::text)")?;
        ensure!(!opened.trim().is_empty(), "the rules let nothing out");
        let (script, logs) = (place.path("open.pgbench"), place.path("pgbench-logs"));
        std::fs::create_dir_all(&logs)?;
        note_down(
            &script,
            &format!(
                "\\set whose random(1, {people})\nSELECT open_file(1, :whose, 'direct_service');\n"
            ),
        )?;
        Ok(Self {
            database,
            script,
            logs,
        })
    }

    /// Opens files for some seconds.
    pub(super) fn ask(&self, connections: u32, seconds: u32) -> anyhow::Result<Reading> {
        let (script, log) = (self.script.to_string_lossy(), self.logs.join("log"));
        let (connections, threads) = (connections.to_string(), connections.min(2).to_string());
        let (seconds, prefix) = (
            seconds.to_string(),
            format!("--log-prefix={}", log.display()),
        );
        let said = output(
            "pgbench",
            &[
                "-n",
                "-M",
                "prepared",
                "-c",
                &connections,
                "-j",
                &threads,
                "-T",
                &seconds,
                "-f",
                &script,
                "-l",
                &prefix,
                &self.database.url,
            ],
        )?;
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = "));
        let rate = rate.and_then(|it| it.split(' ').next()?.parse().ok());
        let mut times = Vec::new();
        for log in std::fs::read_dir(&self.logs)? {
            let path = log?.path();
            let text = std::fs::read_to_string(&path)?;
            let microseconds = text.lines().filter_map(|line| line.split(' ').nth(2));
            times.extend(microseconds.filter_map(|it| it.parse::<f64>().ok()));
            std::fs::remove_file(path)?;
        }
        times.sort_by(f64::total_cmp);
        let p99 = times.get(times.len() * 99 / 100).copied().unwrap_or(0.0);
        Ok(Reading {
            rate: rate.context("pgbench told no rate")?,
            p50: median(times) / 1e3,
            p99: p99 / 1e3,
        })
    }
}

/// COPY, seal five columns, make four keyed terms to search by, index them.
const TAKE_IN: &str = "
CREATE EXTENSION pgcrypto;
BEGIN;
CREATE TEMP TABLE client ($CLIENT) ON COMMIT DROP;
CREATE TABLE enrollment ($ENROLLMENT);
\\copy client FROM '$FOLDER/Client.csv' WITH (FORMAT csv, HEADER)
\\copy enrollment FROM '$FOLDER/Enrollment.csv' WITH (FORMAT csv, HEADER)
CREATE TABLE sealed AS SELECT PersonalID, iv,
    encrypt_iv(convert_to(coalesce(FirstName, ''), 'UTF8'), k, iv, 'aes') AS first,
    encrypt_iv(convert_to(coalesce(LastName, ''), 'UTF8'), k, iv, 'aes') AS last,
    encrypt_iv(convert_to(coalesce(SSN, ''), 'UTF8'), k, iv, 'aes') AS ssn,
    encrypt_iv(convert_to(coalesce(DOB, ''), 'UTF8'), k, iv, 'aes') AS born,
    encrypt_iv(convert_to(rest, 'UTF8'), k, iv, 'aes') AS rest,
    hmac(lower(FirstName), 'terms', 'sha256') AS first_term,
    hmac(lower(LastName), 'terms', 'sha256') AS last_term,
    hmac(SSN, 'terms', 'sha256') AS ssn_term, hmac(DOB, 'terms', 'sha256') AS born_term
    FROM (SELECT *, client::text AS rest, gen_random_bytes(16) AS iv,
          '\\x00112233445566778899aabbccddeeff'::bytea AS k FROM client) plain;
CREATE INDEX ON sealed (first_term); CREATE INDEX ON sealed (last_term);
CREATE INDEX ON sealed (ssn_term); CREATE INDEX ON sealed (born_term);
COMMIT;";

/// Takes clients and enrolments in as [`TAKE_IN`] says.
pub(super) fn take_in(
    database: &Database,
    place: &Place,
    people: u64,
    export: &Path,
) -> anyhow::Result<Took> {
    let columns = |file: &str| -> anyhow::Result<String> {
        let text = std::io::BufReader::new(std::fs::File::open(export.join(file))?);
        let header = std::io::BufRead::lines(text)
            .next()
            .context("no header")??;
        Ok(format!("{} text", header.trim().replace(',', " text, ")))
    };
    let sql = TAKE_IN
        .replace("$CLIENT", &columns("Client.csv")?)
        .replace("$ENROLLMENT", &columns("Enrollment.csv")?)
        .replace("$FOLDER", &export.to_string_lossy());
    let script = place.path(format!("{}.sql", database.name));
    note_down(&script, &sql)?;
    let mut psql = Command::new("psql");
    psql.args([&*database.url, "-qX", "-v", "ON_ERROR_STOP=1", "-f"]);
    let took = measured(psql.arg(script).stderr(Stdio::null()))?;
    let kept = database.said("SELECT count(*) FROM sealed")?;
    ensure!(kept.trim() == people.to_string(), "it kept {kept} clients");
    Ok(took)
}
