//! A form with a scan, as a browser sends it.

use std::sync::Arc;

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::standing::LARGEST_SCAN;

use super::Answers;
use crate::front::Front;
use crate::posted::{parts_of, wrong_with};
use crate::visit::{Visit, fault};

/// A scan and the fields beside it.
pub(in crate::pages::clients) const BODY_BYTES_MAX: usize = LARGEST_SCAN + 256 * 1024;
/// The most bytes of a field beside the scan, and the most fields.
const FIELD_BYTES_MAX: usize = 160 * 1024;
const MOST_FIELDS: usize = 40;

/// What was posted with a file, by whom.
pub(in crate::pages::clients) struct PostedScan {
    /// Who.
    pub(in crate::pages::clients) visit: Visit,
    /// The fields beside the file.
    pub(in crate::pages::clients) fields: Answers,
    /// The file; empty if there was none.
    pub(in crate::pages::clients) scan: Vec<u8>,
}

impl FromRequest<Arc<Front>> for PostedScan {
    type Rejection = Response;

    async fn from_request(request: Request, front: &Arc<Front>) -> Result<Self, Response> {
        let (visit, parts) = parts_of(request, front).await?;
        let read = read(parts).await;
        let (fields, scan) =
            read.map_err(|status| fault(front, &visit.headers, wrong_with(status)))?;
        Ok(Self {
            visit,
            fields,
            scan,
        })
    }
}

async fn read(mut body: Multipart) -> Result<(Answers, Vec<u8>), StatusCode> {
    let (mut fields, mut scan) = (Vec::new(), Vec::new());
    let status = |error: axum::extract::multipart::MultipartError| error.into_response().status();
    while let Some(part) = body.next_field().await.map_err(status)? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(status)?;
        if name == "scan" {
            scan = bytes.to_vec();
            continue;
        }
        if bytes.len() > FIELD_BYTES_MAX || fields.len() >= MOST_FIELDS {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| StatusCode::BAD_REQUEST)?;
        fields.push((name, text));
    }
    Ok((Answers(fields), scan))
}
