-- Who is meant by an e-mail address or a phone number.
create index person_identity_value on person_identity (tenant, kind, value);
