-- The tables of schema.sql for SQLite, which has no schemas: hr.employees is hr_employees.
-- The first word of a type says what the column holds; "text" behind it keeps SQLite from taking the text
-- for a number. Times are UTC with six digits ("2026-01-16 10:30:00.123456+00"), jsonb is printed as
-- PostgreSQL prints it. Every statement ends at the end of a line.
CREATE TABLE core_users (
    id            uuid text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
    firebase_uid  text NOT NULL UNIQUE,
    email         text,
    display_name  text,
    last_login_at timestamptz text,
    created_at    timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00'))
);

CREATE TABLE core_accounts (
    id           uuid text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
    firebase_uid text NOT NULL UNIQUE,
    email        text,
    display_name text,
    created_at   timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00')),
    updated_at   timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00'))
);

CREATE TABLE core_account_access (
    user_id      uuid text NOT NULL REFERENCES core_users,
    account_id   uuid text NOT NULL REFERENCES core_accounts,
    access_type  text NOT NULL CHECK (access_type IN ('owner', 'shared')),
    user_profile text NOT NULL CHECK (user_profile IN ('admin', 'manager', 'user', 'viewer')),
    is_active    boolean NOT NULL DEFAULT 1,
    created_at   timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00')),
    updated_at   timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00')),
    PRIMARY KEY (user_id, account_id)
);

CREATE TABLE core_companies (
    id                    uuid text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
    account_id            uuid text NOT NULL REFERENCES core_accounts,
    firebase_mandate_path text NOT NULL UNIQUE,
    firebase_mandate_id   text,
    firebase_parent_id    text,
    name                  text NOT NULL,
    country               text,
    country_code          char(2),
    region                text,
    region_code           text,
    base_currency         char(3),
    is_active             boolean NOT NULL DEFAULT 1,
    created_at            timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00')),
    updated_at            timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00'))
);

CREATE TABLE hr_clusters (
    code         text PRIMARY KEY NOT NULL,
    name         text NOT NULL,
    country_code char(2) NOT NULL,
    cluster_type text NOT NULL,
    parent_code  text REFERENCES hr_clusters,
    is_active    boolean NOT NULL DEFAULT 1
);

CREATE TABLE hr_country_clusters (
    country_code char(2) NOT NULL,
    cluster_code text NOT NULL REFERENCES hr_clusters,
    PRIMARY KEY (country_code, cluster_code)
);

CREATE TABLE hr_employees (
    id               uuid text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
    company_id       uuid text NOT NULL REFERENCES core_companies,
    identifier       text NOT NULL,
    first_name       text NOT NULL,
    last_name        text NOT NULL,
    birth_date       date text NOT NULL,
    gender           text,
    nationality      text,
    cluster_code     text NOT NULL REFERENCES hr_clusters,
    tax_status       text,
    family_status    text,
    dependents       integer NOT NULL DEFAULT 0,
    address          text,
    city             text,
    postal_code      text,
    country_code     char(2),
    permit_type      text,
    email            text,
    phone            text,
    hire_date        date text NOT NULL,
    termination_date date text,
    is_active        boolean NOT NULL DEFAULT 1,
    created_at       timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00')),
    updated_at       timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00')),
    UNIQUE (company_id, identifier)
);

CREATE TABLE hr_contracts (
    id                uuid text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
    employee_id       uuid text NOT NULL REFERENCES hr_employees,
    contract_type     text NOT NULL,
    start_date        date text NOT NULL,
    end_date          date text,
    base_salary       numeric(12, 2) NOT NULL,
    currency          char(3) NOT NULL DEFAULT 'CHF',
    work_rate         numeric(5, 4) NOT NULL DEFAULT 1.0,
    weekly_hours      numeric(5, 2) NOT NULL DEFAULT 42.0,
    remuneration_type text NOT NULL DEFAULT 'MONTHLY',
    annual_leave_days integer NOT NULL DEFAULT 25,
    job_title         text,
    department        text,
    country_code      char(2),
    provisions        jsonb text,
    is_active         boolean NOT NULL DEFAULT 1,
    created_at        timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00')),
    updated_at        timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00'))
);

CREATE TABLE hr_ref_contract_types     (country_code char(2) NOT NULL, code text NOT NULL, label_fr text, label_en text, label_de text, label_it text, sort_order integer, PRIMARY KEY (country_code, code));
CREATE TABLE hr_ref_remuneration_types (country_code char(2) NOT NULL, code text NOT NULL, label_fr text, label_en text, sort_order integer, label_de text, label_it text, PRIMARY KEY (country_code, code));
CREATE TABLE hr_ref_family_status      (country_code char(2) NOT NULL, code text NOT NULL, label_fr text, label_en text, sort_order integer, label_de text, label_it text, PRIMARY KEY (country_code, code));
CREATE TABLE hr_ref_tax_status         (country_code char(2) NOT NULL, code text NOT NULL, label_fr text, label_en text, sort_order integer, label_de text, label_it text, PRIMARY KEY (country_code, code));
CREATE TABLE hr_ref_permit_types       (country_code char(2) NOT NULL, code text NOT NULL, label_fr text, label_en text, sort_order integer, label_de text, label_it text, PRIMARY KEY (country_code, code));

CREATE TABLE hr_payroll_results (
    id           uuid text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
    employee_id  uuid text NOT NULL REFERENCES hr_employees,
    contract_id  uuid text NOT NULL REFERENCES hr_contracts,
    period_year  integer NOT NULL,
    period_month integer NOT NULL CHECK (period_month BETWEEN 1 AND 12),
    gross        numeric(12, 2) NOT NULL,
    net          numeric(12, 2) NOT NULL,
    currency     char(3) NOT NULL DEFAULT 'CHF',
    status       text NOT NULL DEFAULT 'DRAFT',
    created_at   timestamptz text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f000+00')),
    UNIQUE (employee_id, period_year, period_month)
);

CREATE INDEX hr_employees_by_name ON hr_employees (company_id, last_name, first_name) WHERE is_active;
CREATE INDEX hr_contracts_by_start ON hr_contracts (employee_id, start_date DESC);
CREATE INDEX hr_payroll_results_by_contract ON hr_payroll_results (contract_id);
CREATE INDEX core_companies_by_account ON core_companies (account_id);
