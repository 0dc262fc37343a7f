//! Ingest of packed files. A case under `fixtures/ingest/packed` is readable: a folder that is packed into a
//! zip archive (or a DOCX, which is one), or a file that is compressed, before it is read. The outcome is
//! compared whole with the `.expected.json` beside it, which `STANCE_BLESS=1` writes anew.

use std::fs::{self, File};
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use serde_json::Value;
use stance::ingest::{Options, read, read_stream};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[path = "support/outcome.rs"]
mod outcome;

use outcome::shown;

const EXPECTED: &str = ".expected.json";

fn options() -> Options {
    Options::new(NaiveDate::from_ymd_opt(2024, 12, 1).unwrap())
}

#[test]
fn every_packed_fixture_reads_as_expected() {
    let scratch = tempfile::tempdir().unwrap();
    let mut cases: Vec<PathBuf> = fs::read_dir("fixtures/ingest/packed")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_str().unwrap().ends_with(EXPECTED))
        .collect();
    cases.sort();
    assert!(cases.len() > 10, "only {} cases found", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let packed = scratch.path().join(case.file_name().unwrap());
        fs::write(&packed, pack(&case)).unwrap();
        let input = packed.to_str().unwrap();
        let outcomes: Vec<Value> = read([input], &options()).map(shown).collect();
        let found = serde_json::to_string_pretty(&outcomes).unwrap() + "\n";
        let found = found.replace(&format!("{}/", scratch.path().display()), "");
        let expected = PathBuf::from(format!("{}{EXPECTED}", case.display()));
        if std::env::var_os("STANCE_BLESS").is_some() {
            fs::write(&expected, found).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{} now reads as\n{found}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A folder becomes an archive, folders in it that are named like one too; a file is compressed.
fn pack(path: &Path) -> Vec<u8> {
    if path.is_file() {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(&fs::read(path).unwrap()).unwrap();
        return packer.finish().unwrap();
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    put(&mut archive, path, path);
    archive.finish().unwrap().into_inner()
}

fn put(archive: &mut ZipWriter<Cursor<Vec<u8>>>, root: &Path, folder: &Path) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap();
        let is_archive = [".zip", ".docx"].iter().any(|end| name.ends_with(end));
        if path.is_dir() && !is_archive {
            put(archive, root, &path);
            continue;
        }
        let bytes = if path.is_dir() {
            pack(&path)
        } else {
            fs::read(&path).unwrap()
        };
        archive
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(&bytes).unwrap();
    }
}

/// An archive of these members.
fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Ids of the articles and words of the refusals.
fn outcomes(name: &str, bytes: Vec<u8>) -> Vec<String> {
    read_stream(name, None, Cursor::new(bytes), &options())
        .map(|outcome| outcome.map_or_else(|refused| refused.to_string(), |article| article.id))
        .collect()
}

#[test]
fn of_a_web_archive_cut_short_the_records_before_the_cut_are_read() {
    let record = |number: usize| {
        let page = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Pier {number}</title></head><body><article>\
             <h1>Pier {number}</h1><p>Mira Holt, the mayor of Skerry, said on Friday that pier {number} would stay open through the \
             whole winter, whatever the storms may bring.</p></article></body></html>"
        );
        let head = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/{number}\r\nContent-Length: {}\r\n\r\n",
            page.len()
        );
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer
            .write_all(format!("{head}{page}\r\n\r\n").as_bytes())
            .unwrap();
        packer.finish().unwrap()
    };
    // A small archive, whose cut lies in what is looked at to tell its format, and a large one.
    for whole in [3, 600] {
        let mut bytes: Vec<u8> = (1..=whole).flat_map(record).collect();
        let last = record(whole + 1);
        bytes.extend(&last[..last.len() / 2]);
        let found = outcomes("crawl.warc.gz", bytes);
        let refused = found.last().unwrap();
        assert_eq!(found.len(), whole + 1, "{refused}");
        assert!(refused.contains("crawl.warc.gz: record"), "{refused}");
    }
}

const TOWN: &[u8] = b"The ferry of Skerry was late, its captain said.";

#[test]
fn an_encrypted_member_is_refused_and_the_others_are_read() {
    let mut bytes = archive(&[("a.txt", TOWN), ("b.txt", TOWN)]);
    // The flag stands at byte 6 of a member's own head, and at byte 8 of its line in the list.
    let list = find(&bytes, b"PK\x01\x02");
    bytes[6] |= 1;
    bytes[list + 8] |= 1;
    assert_eq!(
        outcomes("town.zip", bytes),
        [
            "town.zip/a.txt: it is encrypted; unpack it with its password and ingest what comes out",
            "town.zip/b.txt"
        ]
    );
}

fn find(bytes: &[u8], needle: &[u8]) -> usize {
    bytes
        .windows(needle.len())
        .position(|w| w == needle)
        .unwrap()
}

#[test]
fn a_damaged_member_is_refused_and_the_others_are_read() {
    let noise: Vec<u8> = (0..2000u32).map(|n| b'a' + (n * n % 23) as u8).collect();
    let mut bytes = archive(&[("a.txt", &noise), ("b.txt", TOWN)]);
    bytes[40] ^= 0x55;
    let found = outcomes("town.zip", bytes);
    assert!(
        found[0].starts_with("town.zip/a.txt: it is damaged (")
            && found[0].ends_with("); check that it was copied whole"),
        "{found:?}"
    );
    assert_eq!(found[1..], ["town.zip/b.txt"]);
}

#[test]
fn an_archive_that_breaks_off_is_refused() {
    let mut bytes = archive(&[("a.txt", TOWN), ("b.txt", TOWN)]);
    bytes.truncate(bytes.len() / 2);
    let found = outcomes("town.zip", bytes);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("town.zip: it is a damaged zip archive")
            && found[0].ends_with("; check that it was copied whole"),
        "{found:?}"
    );
}

#[test]
fn a_compressed_file_that_breaks_off_gives_what_it_has() {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    for n in 0..5000 {
        writeln!(
            packer,
            "{{\"id\": \"{n}\", \"text\": \"Ferry {} was late.\"}}",
            n * 7919
        )
        .unwrap();
    }
    let mut bytes = packer.finish().unwrap();
    bytes.truncate(bytes.len() / 2);
    let found = outcomes("wire.jsonl.gz", bytes);
    assert!(
        found.len() > 1000 && found[0] == "0",
        "{} found",
        found.len()
    );
    let last = found.last().unwrap();
    assert!(last.contains("it is damaged ("), "{last}");
}

#[test]
fn what_unpacks_to_more_than_text_can_is_refused_before_it_is_unpacked() {
    let spaces = vec![b' '; 100_000_000];
    let bomb = "it unpacks to more than 200 times its size, as no text does; \
                look at it with care before you unpack it";
    // What follows a bomb in an archive is not looked at.
    let bytes = archive(&[("a.txt", &spaces), ("b.txt", TOWN)]);
    assert_eq!(
        outcomes("town.zip", bytes),
        [format!("town.zip/a.txt: {bomb}")]
    );

    // Many members that each stay below a bound are one bomb, too.
    let each = &spaces[..8_000_000];
    let names: Vec<String> = (0..20).map(|n| format!("{n}.txt")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), each)).collect();
    let found = outcomes("town.zip", archive(&members));
    assert!(found.len() < 5, "{found:?}");
    assert!(found.last().unwrap().ends_with(bomb), "{found:?}");

    // An archive in an archive counts against the outer one.
    let inner = archive(&[("a.txt", &spaces)]);
    assert_eq!(
        outcomes("town.zip", archive(&[("inner.zip", &inner)])),
        [format!("town.zip/inner.zip/a.txt: {bomb}")]
    );

    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&spaces).unwrap();
    let bytes = packer.finish().unwrap();
    assert_eq!(
        outcomes("town.txt.gz", bytes),
        [format!("town.txt.gz: {bomb}")]
    );
}

#[test]
fn archives_in_archives_end_somewhere() {
    let mut bytes = archive(&[("a.txt", TOWN)]);
    for _ in 0..4 {
        bytes = archive(&[("in.zip", &bytes)]);
    }
    assert_eq!(
        outcomes("out.zip", bytes),
        [
            "out.zip/in.zip/in.zip/in.zip: it lies in 3 other archives; \
             unpack the outer ones and ingest what comes out"
        ]
    );
}

#[test]
fn what_is_known_without_the_file_is_known_from_standard_input() {
    let bytes = archive(&[
        ("a.txt", TOWN),
        ("wire.jsonl", b"{\"text\": \"The ferry was late.\"}\n"),
    ]);
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("town.zip");
    File::create(&path).unwrap().write_all(&bytes).unwrap();
    let from_file: Vec<String> = read([path.to_str().unwrap()], &options())
        .map(|outcome| outcome.unwrap().id)
        .collect();
    assert_eq!(from_file, ["town.zip/a.txt", "town.zip/wire.jsonl:1"]);
    assert_eq!(outcomes("town.zip", bytes), from_file);
}

#[test]
fn a_web_archive_does_not_read_what_is_longer_than_a_page_may_be() {
    // Its length says more than there is memory; the next record is looked for all the same.
    let head = "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 18446744073709551615\r\n\r\n";
    let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Short.</p>";
    let stream = io::Cursor::new([head.as_bytes(), answer.as_bytes()].concat());
    let found: Vec<String> = read_stream("crawl.warc", None, stream, &options())
        .map(|outcome| outcome.unwrap_err().to_string())
        .collect();
    assert_eq!(
        found,
        [
            "crawl.warc: record 1: it is damaged (the record is cut short: 57 of 18446744073709551615 bytes \
          are there); check that it was copied whole"
        ]
    );
}

#[test]
fn a_pdf_that_unpacks_to_more_than_text_can_is_refused() {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&vec![b' '; 400_000_000]).unwrap();
    let spaces = packer.finish().unwrap();
    // As the content of a page, and as a stream that holds objects, which is unpacked before all else.
    for kind in ["", "/Type /ObjStm /N 1 /First 4"] {
        let mut bytes = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
            2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
            3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n"
            .to_vec();
        let places: Vec<usize> = ["1 0 obj", "2 0 obj", "3 0 obj"]
            .iter()
            .map(|object| find(&bytes, object.as_bytes()))
            .chain([bytes.len()])
            .collect();
        write!(
            bytes,
            "4 0 obj\n<< {kind} /Filter /FlateDecode /Length {} >>\nstream\n",
            spaces.len()
        )
        .unwrap();
        bytes.extend(&spaces);
        bytes.extend(b"\nendstream\nendobj\n");
        let end = bytes.len();
        bytes.extend(b"xref\n0 5\n0000000000 65535 f \n");
        for place in places {
            writeln!(bytes, "{place:010} 00000 n ").unwrap();
        }
        write!(
            bytes,
            "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{end}\n%%EOF\n"
        )
        .unwrap();
        assert_eq!(
            outcomes("press.pdf", bytes),
            [
                "press.pdf: the PDF is made to exhaust its reader; look at it with care before you open it"
            ]
        );
    }
}

proptest! {
    #[test]
    fn no_damage_makes_reading_panic(
        case in prop::sample::select(vec![
            "town.zip", "years.zip", "draft.docx", "crawl.warc.gz", "../cases/pdf/article.pdf",
            "../cases/pdf/text-in-a-form.pdf", "../cases/pdf/draws-itself.pdf",
        ]),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let path = Path::new("fixtures/ingest/packed").join(case);
        // Damage to a compressed file is told by its checksum; what is in it is to be damaged, too.
        let mut bytes = if path.is_file() { fs::read(&path).unwrap() } else { pack(&path) };
        for (at, value) in damage {
            *at.get_mut(&mut bytes) = value;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        outcomes(case, bytes);
    }
}
