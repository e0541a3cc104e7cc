// expect: E0451
//! Pretends that something was let out, so that a page can show it.

use std::marker::PhantomData;

use caseward_gate::{Disclosed, Read};
use caseward_model::{Client, Id};

pub fn forge(client: Id<Client>) -> Disclosed<'static, Read> {
    let (request, act) = (PhantomData, PhantomData);
    let terms = anything();
    Disclosed { parts: Vec::new(), client, entry: 0, worker_no: 0, file_key: None, terms, request, act }
}

fn anything<T>() -> T {
    unimplemented!()
}
