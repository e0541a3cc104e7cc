//! How an answer is written out: JSON at once into one piece of memory.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::decided::Answered;
use super::problem::Problem;

/// The media type of an answer.
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An answer of JSON.
pub(crate) fn json(value: &impl Serialize) -> Answered<Response> {
    Ok(([(header::CONTENT_TYPE, JSON)], bytes_of(value, 1024)?).into_response())
}

/// An answer of plain text, for papers that other programs check.
pub(crate) fn plain(text: String) -> Response {
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// The JSON of a value; `about` how many bytes it will have.
pub(crate) fn bytes_of(value: &impl Serialize, about: usize) -> Answered<Vec<u8>> {
    let mut bytes = Vec::with_capacity(about);
    serde_json::to_writer(&mut bytes, value).map_err(|_| Problem::Ours)?;
    Ok(bytes)
}
