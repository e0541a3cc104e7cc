//! Bad input: a clear answer, nothing half-done, and nothing that was sent comes back.

use axum::body::Body;
use axum::http::{Method, Request};
use caseward_testkit::run;

use crate::desk::Desk;

#[test]
fn bodies_that_are_no_json_are_refused_where_they_break() {
    run(async {
        let desk = Desk::open().await;
        let before = desk.entries().await;
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        let nested = format!(r#"{{"client":{deep}}}"#);
        for body in [
            "",
            "{",
            "null garbage",
            r#"{"client":"a"} {"client":"b"}"#,
            r#"{"client":"\ud800"}"#,
            r#"{"client":"\ud83d\u0041"}"#,
            "{\"client\":\"\u{1}\"}",
            &deep[..10_000],
            r#"{"client":1e400}"#,
        ] {
            let answer = desk.post("/api/v1/ask", body.to_owned()).await;
            let status = answer.status.as_u16();
            assert!(
                [400, 422].contains(&status),
                "{status} for {:.40}: {}",
                body,
                answer.text()
            );
            assert_eq!(answer.headers["content-type"], "application/problem+json");
            assert!(answer.json()["at"]["line"].is_u64());
        }
        for body in [deep, nested] {
            let status = desk.post("/api/v1/ask", body).await.status.as_u16();
            assert!([400, 422].contains(&status), "{status}");
        }
        desk.post("/api/v1/ask", vec![b'"', 0xff, b'"'])
            .await
            .is_problem(400, "malformed");
        assert_eq!(desk.entries().await, before);
    });
}

#[test]
fn bodies_of_another_shape_are_refused_whole() {
    run(async {
        let desk = Desk::open().await;
        let before = desk.entries().await;
        let id = desk.alma;
        for body in [
            "null".to_owned(),
            "[]".to_owned(),
            "7".to_owned(),
            "{}".to_owned(),
            r#"{"client":7}"#.to_owned(),
            r#"{"client":null}"#.to_owned(),
            format!(r#"{{"client":"{id}","client":"{id}"}}"#),
            format!(r#"{{"client":"{id}","asker":"somebody"}}"#),
            format!(r#"{{"client":"{id}","__proto__":{{"released":true}}}}"#),
            format!(r#"{{"client":"{id}","sections":"housing"}}"#),
            format!(r#"{{"client":"{id}","sections":[1]}}"#),
            format!(r#"{{"client":"{id}","purpose":["media"]}}"#),
        ] {
            let answer = desk.post("/api/v1/ask", body.clone()).await;
            answer.is_problem(422, "unfit");
            assert!(
                !answer.text().contains("somebody") && !answer.text().contains("proto"),
                "{body}"
            );
        }
        assert_eq!(desk.entries().await, before);
    });
}

#[test]
fn a_list_in_place_of_fields_wipes_nothing_out() {
    run(async {
        let desk = Desk::open().await;
        let path = "/api/v1/conflicts";
        let said = r#"{"address":"12 Quiet Lane"}"#;
        let put = |body: &str| desk.request(Method::PUT, path, Body::from(body.to_owned()));
        assert_eq!(desk.send(put(said)).await.status, 204);
        let before = desk.entries().await;
        for list in ["[]", " \n[]", r#"["7 Elsewhere"]"#] {
            desk.send(put(list)).await.is_problem(422, "unfit");
        }
        assert_eq!(desk.entries().await, before);
        let kept = desk.get(path).await.json();
        assert_eq!(kept["declared"]["address"], "12 Quiet Lane");
    });
}

#[test]
fn what_is_not_declared_as_plain_json_is_refused() {
    run(async {
        let desk = Desk::open().await;
        let ask = |kind: &str, coding: Option<&str>| {
            let mut request = Request::post("/api/v1/ask")
                .header("authorization", format!("Bearer {}", desk.session))
                .header("content-type", kind);
            if let Some(coding) = coding {
                request = request.header("content-encoding", coding);
            }
            request
                .body(Body::from(format!(r#"{{"client":"{}"}}"#, desk.alma)))
                .unwrap()
        };
        for kind in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "",
            "application/jsonp",
            "application/json; charset=utf-16",
        ] {
            desk.send(ask(kind, None)).await.is_problem(415, "not-json");
        }
        desk.send(ask("application/json", Some("gzip")))
            .await
            .is_problem(415, "not-json");
        for kind in ["application/json", "Application/JSON; charset=UTF-8"] {
            assert_eq!(desk.send(ask(kind, None)).await.status, 200);
        }
    });
}

#[test]
fn a_body_that_is_too_large_is_not_even_read_to_its_end() {
    run(async {
        let desk = Desk::open().await;
        let before = desk.entries().await;
        let path = format!("/api/v1/clients/{}/entries", desk.alma);
        let large = format!(r#"{{"text":"{}"}}"#, "a".repeat(200_000));
        desk.post(&path, large).await.is_problem(413, "too-large");
        let long = format!(
            r#"{{"section":"housing","provenance":"worker","nature":"fact","text":"{}"}}"#,
            "a".repeat(10_001)
        );
        assert_eq!(
            desk.post(&path, long).await.is_problem(422, "mend")["fields"][0]["field"],
            "text"
        );
        assert_eq!(desk.entries().await, before);
    });
}

#[test]
fn the_longest_entry_fits_however_it_is_spelt() {
    run(async {
        let desk = Desk::open().await;
        let path = format!("/api/v1/clients/{}/entries", desk.alma);
        let spelt = "\\ud83d\\ude42".repeat(10_000);
        let body = format!(
            r#"{{"section":"housing","provenance":"worker","nature":"fact","text":"{spelt}"}}"#
        );
        let written = desk.post(&path, body).await;
        assert_eq!(written.status, 201, "{}", written.text());
    });
}

#[test]
fn pages_have_sizes_from_1_to_200() {
    run(async {
        let desk = Desk::open().await;
        for limit in [
            "0",
            "-1",
            "201",
            "9223372036854775808",
            "1e3",
            "",
            "0x10",
            "1&limit=2",
        ] {
            let answer = desk
                .get(&format!("/api/v1/ledger/entries?limit={limit}"))
                .await;
            assert_eq!(
                answer.is_problem(400, "parameter")["fields"][0]["field"],
                "limit",
                "{limit}"
            );
        }
        for before in ["-1", "18446744073709551616", "x"] {
            let answer = desk
                .get(&format!("/api/v1/ledger/entries?before={before}"))
                .await;
            assert_eq!(
                answer.is_problem(400, "parameter")["fields"][0]["field"],
                "before",
                "{before}"
            );
        }
        for query in ["page_size=0", "limit[]=1", "limit=1&LIMIT=2"] {
            desk.get(&format!("/api/v1/ledger/entries?{query}"))
                .await
                .is_problem(400, "parameter");
        }
        for query in [
            "limit=1",
            "limit=200",
            "before=18446744073709551615",
            "before=0",
        ] {
            let answer = desk.get(&format!("/api/v1/ledger/entries?{query}")).await;
            assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        }
    });
}

#[test]
fn parameters_of_a_file_are_words_of_their_lists() {
    run(async {
        let desk = Desk::open().await;
        let before = desk.entries().await;
        for (query, field) in [
            ("section=<script>", "section"),
            ("section=", "section"),
            ("section=housing&section=HOUSING", "section"),
            ("purpose=%00", "purpose"),
            ("purpose=media&purpose=direct_service", "purpose"),
        ] {
            let query = query.replace('<', "%3C").replace('>', "%3E");
            let answer = desk
                .get(&format!("/api/v1/clients/{}?{query}", desk.alma))
                .await;
            assert_eq!(
                answer.is_problem(400, "parameter")["fields"][0]["field"],
                field,
                "{query}"
            );
            assert!(!answer.text().contains("script"));
        }
        desk.get(&format!("/api/v1/clients/{}?asker=0", desk.alma))
            .await
            .is_problem(400, "parameter");
        assert_eq!(desk.entries().await, before);
    });
}

#[test]
fn huge_headers_change_nothing() {
    run(async {
        let desk = Desk::open().await;
        let huge = "a".repeat(1024 * 1024);
        let request = |name: &str, value: &str| {
            let mut request = desk.request(Method::GET, "/api/v1/me", Body::empty());
            let name: axum::http::HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
            request
        };
        let token = format!("Bearer {huge}");
        desk.send(request("authorization", &token))
            .await
            .is_problem(401, "not-signed-in");
        desk.send(request(
            "cookie",
            &format!("__Host-caseward-session={huge}"),
        ))
        .await
        .is_problem(401, "not-signed-in");
        assert_eq!(
            desk.send(request("accept-language", &huge)).await.status,
            200
        );
        let upside_down = desk.send(request("x-http-method-override", "DELETE")).await;
        assert_eq!(upside_down.status, 200);
    });
}

#[test]
fn addresses_and_methods_that_do_not_exist_are_told_so_in_json() {
    run(async {
        let desk = Desk::open().await;
        for path in [
            "/api/v1",
            "/api/v1/",
            "/api/v1/nothing",
            "/api/v1/clients/",
            "/api/v1/me/../clients",
            "/api/v1//me",
            "/api/v1/ME",
        ] {
            desk.get(path).await.is_problem(404, "not-found");
        }
        let put = desk.request(Method::PUT, "/api/v1/me", "{}");
        desk.send(put).await.is_problem(405, "no-such-method");
        let deleted = desk.request(
            Method::DELETE,
            &format!("/api/v1/clients/{}", desk.alma),
            "",
        );
        desk.send(deleted).await.is_problem(405, "no-such-method");
    });
}
