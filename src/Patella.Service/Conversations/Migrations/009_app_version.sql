-- Which version of the marketplace's app or page the consumer spoke from: a fault of one version is found by it.
alter table conversation add column app_version text;
