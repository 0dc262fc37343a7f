//! A web server on this machine, as friendly or hostile as a test needs it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Answers by path; what it does not know is a 404.
pub struct Server {
    /// Where it is.
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

/// An answer as it goes over the wire, and what to do behind it.
#[derive(Clone)]
pub enum Reply {
    Whole(Vec<u8>),
    /// A byte now and then, for ever.
    Drip(Vec<u8>),
    /// The same bytes again and again, for ever.
    Endless(Vec<u8>),
}

pub fn reply(status: &str, lines: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let head = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{lines}\r\n",
        body.len()
    );
    Reply::Whole([head.as_bytes(), body].concat())
}

pub fn page(title: &str, text: &str) -> Reply {
    reply(
        "200 OK",
        "Content-Type: text/html; charset=utf-8\r\n",
        html(title, text),
    )
}

pub fn html(title: &str, text: &str) -> String {
    format!(
        "<html lang=\"en\"><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p>\
         <p>The council of Skerry has not yet voted on the money that the mayor asked for, and nobody knows \
         when it will do so, since half of its members are at sea until the end of the month.</p></article></body></html>"
    )
}

impl Server {
    pub fn start(replies: impl FnOnce(&str) -> Vec<(&'static str, Reply)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let replies: Arc<HashMap<&str, Reply>> = Arc::new(replies(&address).into_iter().collect());
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (replies, log) = (Arc::clone(&replies), Arc::clone(&log));
                std::thread::spawn(move || serve(stream, &replies, &log));
            }
        });
        Self { address, asked }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn serve(
    mut stream: TcpStream,
    replies: &HashMap<&str, Reply>,
    log: &Mutex<Vec<String>>,
) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let path = lines.next()?.ok()?.split(' ').nth(1)?.to_owned();
    let mut unchanged = false;
    for line in lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
    {
        unchanged |= line.to_lowercase() == "if-none-match: \"v1\"";
    }
    log.lock().unwrap().push(path.clone());
    if unchanged {
        return stream
            .write_all(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")
            .ok();
    }
    let nothing = reply("404 Not Found", "Content-Type: text/html\r\n", "Nothing.");
    match replies.get(path.as_str()).unwrap_or(&nothing) {
        Reply::Whole(bytes) => stream.write_all(bytes).ok(),
        Reply::Drip(bytes) => loop {
            for byte in bytes {
                stream.write_all(&[*byte]).ok()?;
                std::thread::sleep(Duration::from_millis(50));
            }
        },
        Reply::Endless(bytes) => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
                .ok()?;
            loop {
                stream.write_all(bytes).ok()?;
            }
        }
    }
}

/// Packs bytes as servers do.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}
