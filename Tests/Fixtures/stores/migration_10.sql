PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1 register');
INSERT INTO grdb_migrations VALUES('2 monitoring');
INSERT INTO grdb_migrations VALUES('3 answers');
INSERT INTO grdb_migrations VALUES('4 silences');
INSERT INTO grdb_migrations VALUES('5 attempts');
INSERT INTO grdb_migrations VALUES('6 life');
INSERT INTO grdb_migrations VALUES('7 groups');
INSERT INTO grdb_migrations VALUES('8 flow');
INSERT INTO grdb_migrations VALUES('9 watch');
INSERT INTO grdb_migrations VALUES('10 sending');
CREATE TABLE registrant (
    key INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO registrant VALUES(1,'local:申江汽车');
CREATE TABLE firm (
    key INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO firm VALUES(1,'local:申江汽车');
INSERT INTO firm VALUES(2,'local:申江汽车:甲');
INSERT INTO firm VALUES(3,'local:申江汽车:申江汽车');
CREATE TABLE product (
    key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO product VALUES(1,'轴承');
CREATE TABLE revision (
    number INTEGER PRIMARY KEY,
    registrant INTEGER NOT NULL REFERENCES registrant (key),
    made_at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('supplies', 'firms')),
    file TEXT NOT NULL,
    digest TEXT NOT NULL,
    row_count INTEGER NOT NULL CHECK (row_count >= 0)
) STRICT;
INSERT INTO revision VALUES(1,1,1795623690004,'supplies','reg.csv','1-00-92812b8295e621a4d43e80dc6981aec4aa3015ac4f739d094101e9bd4791f502',1);
CREATE TABLE declaration (
    supplier INTEGER NOT NULL REFERENCES firm (key),
    region INTEGER NOT NULL,
    buyer INTEGER NOT NULL REFERENCES firm (key),
    product INTEGER NOT NULL REFERENCES product (key),
    registrant INTEGER NOT NULL REFERENCES registrant (key),
    revision INTEGER NOT NULL REFERENCES revision (number),
    line INTEGER NOT NULL,
    tier INTEGER NOT NULL CHECK (tier BETWEEN 1 AND 5),
    industry INTEGER NOT NULL CHECK (industry BETWEEN 0 AND 3),
    importance INTEGER NOT NULL CHECK (importance BETWEEN 0 AND 2),
    status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 3),
    annual_value REAL CHECK (annual_value >= 0),
    share REAL CHECK (share BETWEEN 0 AND 1),
    inventory_days REAL CHECK (inventory_days >= 0),
    recovery_days REAL CHECK (recovery_days >= 0),
    lead_time_days REAL CHECK (lead_time_days >= 0),
    spare_capacity REAL CHECK (spare_capacity >= 0),
    bring_up_days REAL CHECK (bring_up_days >= 0),
    supplier_name TEXT,
    buyer_name TEXT,
    CHECK (supplier <> buyer),
    PRIMARY KEY (supplier, region, buyer, product, registrant, revision)
) STRICT, WITHOUT ROWID;
INSERT INTO declaration VALUES(2,320500,3,1,1,1,2,1,0,2,0,NULL,1.0,NULL,NULL,NULL,NULL,NULL,'甲','申江汽车');
CREATE TABLE firm_declaration (
    firm INTEGER NOT NULL REFERENCES firm (key),
    registrant INTEGER NOT NULL REFERENCES registrant (key),
    revision INTEGER NOT NULL REFERENCES revision (number),
    line INTEGER NOT NULL,
    name TEXT,
    region INTEGER,
    industry INTEGER CHECK (industry BETWEEN 0 AND 3),
    revenue REAL CHECK (revenue >= 0),
    recovery_days REAL CHECK (recovery_days >= 0),
    whitelisted INTEGER CHECK (whitelisted IN (0, 1)),
    contact TEXT,
    PRIMARY KEY (firm, registrant, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE run (
    number INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    sample_count INTEGER NOT NULL
, is_watch INTEGER NOT NULL DEFAULT 0 CHECK (is_watch IN (0, 1))) STRICT;
INSERT INTO run VALUES(1,1795623690324,1,37,0);
INSERT INTO run VALUES(2,1795623691662,1,37,0);
CREATE TABLE series (
    key INTEGER PRIMARY KEY,
    metric TEXT NOT NULL,
    labels TEXT NOT NULL,
    value REAL,
    unknown REAL,
    UNIQUE (metric, labels)
) STRICT;
INSERT INTO series VALUES(1,'supplier_count','{"firm":"local:申江汽车:申江汽车","industry":"auto","product":"轴承"}',1.0,0.0);
INSERT INTO series VALUES(2,'hhi','{"firm":"local:申江汽车:申江汽车","industry":"auto","product":"轴承"}',10000.0,0.0);
INSERT INTO series VALUES(3,'hhi_upper','{"firm":"local:申江汽车:申江汽车","industry":"auto","product":"轴承"}',10000.0,0.0);
INSERT INTO series VALUES(4,'cr1','{"firm":"local:申江汽车:申江汽车","industry":"auto","product":"轴承"}',1.0,0.0);
INSERT INTO series VALUES(5,'cr3','{"firm":"local:申江汽车:申江汽车","industry":"auto","product":"轴承"}',1.0,0.0);
INSERT INTO series VALUES(6,'effective_suppliers','{"firm":"local:申江汽车:申江汽车","industry":"auto","product":"轴承"}',1.0,0.0);
INSERT INTO series VALUES(7,'single_source','{"firm":"local:申江汽车:申江汽车","importance":"essential","industry":"auto","product":"轴承"}',1.0,0.0);
INSERT INTO series VALUES(8,'region_hhi','{"firm":"local:申江汽车:申江汽车","industry":"auto","level":"city","product":"轴承"}',10000.0,0.0);
INSERT INTO series VALUES(9,'region_hhi','{"firm":"local:申江汽车:申江汽车","industry":"auto","level":"province","product":"轴承"}',10000.0,0.0);
INSERT INTO series VALUES(10,'supplier_count','{"firm":"local:申江汽车:申江汽车","industry":"auto"}',1.0,0.0);
INSERT INTO series VALUES(11,'region_hhi','{"firm":"local:申江汽车:申江汽车","industry":"auto","level":"city"}',10000.0,0.0);
INSERT INTO series VALUES(12,'region_hhi','{"firm":"local:申江汽车:申江汽车","industry":"auto","level":"province"}',10000.0,0.0);
INSERT INTO series VALUES(13,'single_source_ratio','{"basis":"count","firm":"local:申江汽车:申江汽车","industry":"auto"}',1.0,0.0);
INSERT INTO series VALUES(14,'single_source_ratio','{"basis":"value","firm":"local:申江汽车:申江汽车","industry":"auto"}',1.0,0.0);
INSERT INTO series VALUES(15,'tier_hhi','{"firm":"local:申江汽车:申江汽车","industry":"auto","tier":"1"}',10000.0,0.0);
INSERT INTO series VALUES(16,'delta_share','{"basis":"count","firm":"local:申江汽车:申江汽车","industry":"auto","tier":"1"}',1.0,0.0);
INSERT INTO series VALUES(17,'delta_share','{"basis":"value","firm":"local:申江汽车:申江汽车","industry":"auto","tier":"1"}',1.0,0.0);
INSERT INTO series VALUES(18,'tier_coverage','{"firm":"local:申江汽车:申江汽车","industry":"auto","tier":"2"}',0.0,0.0);
INSERT INTO series VALUES(19,'regional_exposure','{"firm":"local:申江汽车:申江汽车","industry":"auto","kind":"direct","level":"city","region":"320500"}',1.0,0.0);
INSERT INTO series VALUES(20,'regional_exposure','{"firm":"local:申江汽车:申江汽车","industry":"auto","kind":"direct","level":"province","region":"320000"}',1.0,0.0);
INSERT INTO series VALUES(21,'regional_exposure','{"firm":"local:申江汽车:申江汽车","industry":"auto","kind":"touch","level":"city","region":"320500"}',1.0,0.0);
INSERT INTO series VALUES(22,'regional_exposure','{"firm":"local:申江汽车:申江汽车","industry":"auto","kind":"touch","level":"province","region":"320000"}',1.0,0.0);
INSERT INTO series VALUES(23,'regional_exposure','{"firm":"local:申江汽车:申江汽车","industry":"auto","kind":"origin","level":"city","region":"320500"}',1.0,0.0);
INSERT INTO series VALUES(24,'regional_exposure','{"firm":"local:申江汽车:申江汽车","industry":"auto","kind":"origin","level":"province","region":"320000"}',1.0,0.0);
INSERT INTO series VALUES(25,'record_age_days','{"firm":"local:申江汽车:申江汽车","industry":"auto"}',3.7037037037037037398e-06,0.0);
INSERT INTO series VALUES(26,'criticality','{"firm":"local:申江汽车:申江汽车","industry":"auto","supplier":"local:申江汽车:甲"}',1.0,0.0);
INSERT INTO series VALUES(27,'survival_days','{"firm":"local:申江汽车:申江汽车","industry":"auto","supplier":"local:申江汽车:甲"}',1.0,0.0);
INSERT INTO series VALUES(28,'chokepoint_weight','{"firm":"local:申江汽车:申江汽车","industry":"auto","supplier":"local:申江汽车:甲"}',0.0,0.0);
INSERT INTO series VALUES(29,'shared_by','{"firm":"local:申江汽车:申江汽车","industry":"auto","supplier":"local:申江汽车:甲"}',1.0,0.0);
INSERT INTO series VALUES(30,'regional_exposure','{"firm":"local:申江汽车:申江汽车","industry":"auto","kind":"stoppage","level":"city","region":"320500"}',1.0,0.0);
INSERT INTO series VALUES(31,'regional_exposure','{"firm":"local:申江汽车:申江汽车","industry":"auto","kind":"stoppage","level":"province","region":"320000"}',1.0,0.0);
INSERT INTO series VALUES(32,'systemic_risk','{"channel":"both","supplier":"local:申江汽车:甲"}',1.0,0.0);
INSERT INTO series VALUES(33,'systemic_risk','{"channel":"down","supplier":"local:申江汽车:甲"}',1.0,0.0);
INSERT INTO series VALUES(34,'systemic_risk','{"channel":"up","supplier":"local:申江汽车:甲"}',0.5,0.0);
INSERT INTO series VALUES(35,'systemic_risk','{"channel":"both","supplier":"local:申江汽车:申江汽车"}',0.5,0.0);
INSERT INTO series VALUES(36,'systemic_risk','{"channel":"down","supplier":"local:申江汽车:申江汽车"}',0.5,0.0);
INSERT INTO series VALUES(37,'systemic_risk','{"channel":"up","supplier":"local:申江汽车:申江汽车"}',0.5,0.0);
CREATE TABLE sample (
    series INTEGER NOT NULL REFERENCES series (key),
    run INTEGER NOT NULL REFERENCES run (number),
    value REAL,
    unknown REAL,
    PRIMARY KEY (series, run)
) STRICT, WITHOUT ROWID;
INSERT INTO sample VALUES(1,1,1.0,0.0);
INSERT INTO sample VALUES(2,1,10000.0,0.0);
INSERT INTO sample VALUES(3,1,10000.0,0.0);
INSERT INTO sample VALUES(4,1,1.0,0.0);
INSERT INTO sample VALUES(5,1,1.0,0.0);
INSERT INTO sample VALUES(6,1,1.0,0.0);
INSERT INTO sample VALUES(7,1,1.0,0.0);
INSERT INTO sample VALUES(8,1,10000.0,0.0);
INSERT INTO sample VALUES(9,1,10000.0,0.0);
INSERT INTO sample VALUES(10,1,1.0,0.0);
INSERT INTO sample VALUES(11,1,10000.0,0.0);
INSERT INTO sample VALUES(12,1,10000.0,0.0);
INSERT INTO sample VALUES(13,1,1.0,0.0);
INSERT INTO sample VALUES(14,1,1.0,0.0);
INSERT INTO sample VALUES(15,1,10000.0,0.0);
INSERT INTO sample VALUES(16,1,1.0,0.0);
INSERT INTO sample VALUES(17,1,1.0,0.0);
INSERT INTO sample VALUES(18,1,0.0,0.0);
INSERT INTO sample VALUES(19,1,1.0,0.0);
INSERT INTO sample VALUES(20,1,1.0,0.0);
INSERT INTO sample VALUES(21,1,1.0,0.0);
INSERT INTO sample VALUES(22,1,1.0,0.0);
INSERT INTO sample VALUES(23,1,1.0,0.0);
INSERT INTO sample VALUES(24,1,1.0,0.0);
INSERT INTO sample VALUES(25,1,3.7037037037037037398e-06,0.0);
INSERT INTO sample VALUES(26,1,1.0,0.0);
INSERT INTO sample VALUES(27,1,1.0,0.0);
INSERT INTO sample VALUES(28,1,0.0,0.0);
INSERT INTO sample VALUES(29,1,1.0,0.0);
INSERT INTO sample VALUES(30,1,1.0,0.0);
INSERT INTO sample VALUES(31,1,1.0,0.0);
INSERT INTO sample VALUES(32,1,1.0,0.0);
INSERT INTO sample VALUES(33,1,1.0,0.0);
INSERT INTO sample VALUES(34,1,0.5,0.0);
INSERT INTO sample VALUES(35,1,0.5,0.0);
INSERT INTO sample VALUES(36,1,0.5,0.0);
INSERT INTO sample VALUES(37,1,0.5,0.0);
CREATE TABLE acknowledgement (
    fingerprint TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    is_taken INTEGER NOT NULL CHECK (is_taken IN (0, 1)),
    owner TEXT NOT NULL CHECK (owner <> ''),
    note TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER CHECK (expires_at > made_at),
    PRIMARY KEY (fingerprint, starts_at, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE silence (
    id TEXT PRIMARY KEY,
    matchers TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL CHECK (ends_at > starts_at),
    author TEXT NOT NULL CHECK (author <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    made_at INTEGER NOT NULL,
    replaced TEXT REFERENCES silence (id),
    ended_at INTEGER CHECK (ended_at >= made_at)
) STRICT;
CREATE TABLE withheld (
    fingerprint TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    cause TEXT NOT NULL,
    PRIMARY KEY (fingerprint, starts_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE attempt (
    message TEXT NOT NULL REFERENCES outbox (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    made_at INTEGER NOT NULL,
    duration REAL NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('delivered', 'retry', 'failed')),
    reason TEXT,
    next_at INTEGER,
    status INTEGER,
    answer TEXT,
    PRIMARY KEY (message, number)
) STRICT, WITHOUT ROWID;
INSERT INTO attempt VALUES('alert_608f14670491b7a2_1795623690324_firing_1795623690324_1_log',1,1795623690356,0.0080000000000000001665,'delivered',NULL,NULL,NULL,NULL);
INSERT INTO attempt VALUES('escalation_48444431fa8c079a_1795623690324_firing_1795623690324_1_boss',1,1795623691688,0.0010000000000000000208,'delivered',NULL,NULL,NULL,NULL);
INSERT INTO attempt VALUES('escalation_608f14670491b7a2_1795623690324_firing_1795623690324_1_boss',1,1795623691688,0.0,'delivered',NULL,NULL,NULL,NULL);
INSERT INTO attempt VALUES('group_29d9f7a7f1b59d6a_1795623690324_1_log',1,1795623690356,0.005000000000000000104,'delivered',NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "alert" (
    fingerprint TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('pending', 'firing', 'recovering', 'nodata', 'error', 'resolved')),
    changed_at INTEGER NOT NULL,
    ended_at INTEGER,
    body TEXT NOT NULL,
    PRIMARY KEY (fingerprint, starts_at)
) STRICT;
INSERT INTO alert VALUES('608f14670491b7a2',1795623690324,'firing',1795623690324,NULL,'{"course":{"cause":"held","flapScore":0,"heldRuns":2,"heldSeconds":1.338,"isDamped":false,"latestAt":"2026-11-26T00:21:31.662+08:00","missedRuns":0,"missedSeconds":0,"outcomes":3,"reopenedCount":0,"seenAt":"2026-11-26T00:21:31.662+08:00"},"fingerprint":"608f14670491b7a2","firedAt":"2026-11-26T00:21:30.324+08:00","industry":"auto","isMutualAid":false,"labels":{"firm":"local:申江汽车:申江汽车","importance":"essential","industry":"auto","product":"轴承"},"metric":"single_source","provinces":["320000"],"rule":"single","severity":"warning","startsAt":"2026-11-26T00:21:30.324+08:00","state":"firing","summary":{"en":"申江汽车","zh":"申江汽车"},"threshold":1,"value":1}');
INSERT INTO alert VALUES('48444431fa8c079a',1795623690324,'firing',1795623690324,NULL,'{"course":{"cause":"held","flapScore":0,"heldRuns":2,"heldSeconds":1.338,"isDamped":false,"latestAt":"2026-11-26T00:21:31.662+08:00","missedRuns":0,"missedSeconds":0,"outcomes":3,"reopenedCount":0,"seenAt":"2026-11-26T00:21:31.662+08:00"},"fingerprint":"48444431fa8c079a","firedAt":"2026-11-26T00:21:30.324+08:00","industry":"auto","isMutualAid":false,"labels":{"firm":"local:申江汽车:申江汽车","industry":"auto","product":"轴承"},"metric":"hhi","provinces":["320000"],"rule":"conc","severity":"warning","startsAt":"2026-11-26T00:21:30.324+08:00","state":"firing","summary":{"en":"申江汽车","zh":"申江汽车"},"threshold":1,"value":10000}');
CREATE TABLE IF NOT EXISTS "transition" (
    fingerprint TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES run (number),
    made_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'pending', 'firing', 'recovering', 'nodata', 'error', 'resolved', 'inactive')),
    value REAL NOT NULL,
    cause TEXT,
    PRIMARY KEY (fingerprint, starts_at, run, state)
) STRICT;
INSERT INTO transition VALUES('608f14670491b7a2',1795623690324,1,1795623690324,'firing',1.0,'held');
INSERT INTO transition VALUES('48444431fa8c079a',1795623690324,1,1795623690324,'firing',10000.0,'held');
CREATE TABLE alert_group (
    key TEXT PRIMARY KEY,
    route TEXT NOT NULL,
    labels TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    flushed_at INTEGER,
    told_at INTEGER,
    told_count INTEGER NOT NULL CHECK (told_count >= 0),
    next_at INTEGER
) STRICT;
INSERT INTO alert_group VALUES('29d9f7a7f1b59d6a','together','{"rule":"conc"}',1795623690324,1795623690324,1795623690324,1,NULL);
INSERT INTO alert_group VALUES('90184670f4c6fd7f','root','{"alert":"608f14670491b7a2"}',1795623690324,1795623690324,1795623690324,1,NULL);
CREATE TABLE group_member (
    group_key TEXT NOT NULL REFERENCES alert_group (key) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    told_at INTEGER,
    escalates_at INTEGER,
    is_escalated INTEGER NOT NULL CHECK (is_escalated IN (0, 1)),
    PRIMARY KEY (group_key, fingerprint, starts_at)
) STRICT, WITHOUT ROWID;
INSERT INTO group_member VALUES('29d9f7a7f1b59d6a','48444431fa8c079a',1795623690324,1795623690324,NULL,1);
INSERT INTO group_member VALUES('90184670f4c6fd7f','608f14670491b7a2',1795623690324,1795623690324,NULL,1);
CREATE TABLE IF NOT EXISTS "outbox" (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    kind TEXT NOT NULL,
    weight INTEGER NOT NULL CHECK (weight BETWEEN 0 AND 3),
    body BLOB NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('waiting', 'sending', 'merged', 'delivered', 'failed', 'superseded')),
    attempts INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    created_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    lease_until INTEGER,
    delivered_at INTEGER,
    last_error TEXT,
    replaced_by TEXT REFERENCES outbox (id),
    digest_id TEXT REFERENCES outbox (id),
    fallback_id TEXT REFERENCES outbox (id),
    CHECK ((state = 'superseded') = (replaced_by IS NOT NULL)),
    CHECK (state <> 'merged' OR digest_id IS NOT NULL)
) STRICT;
INSERT INTO outbox VALUES('group_29d9f7a7f1b59d6a_1795623690324_1_log',1,'log','29d9f7a7f1b59d6a','alert.group',3,X'7b2264617461223a7b22616c65727473223a5b7b22656e64735f6174223a6e756c6c2c2266696e6765727072696e74223a2234383434343433316661386330373961222c22696e647573747279223a226175746f222c226c6162656c73223a7b226669726d223a226c6f63616c3ae794b3e6b19fe6b1bde8bda63ae794b3e6b19fe6b1bde8bda6222c22696e647573747279223a226175746f222c2270726f64756374223a22e8bdb4e689bf227d2c226d6574726963223a22686869222c226d757475616c5f616964223a66616c73652c2270726f76696e636573223a5b22333230303030225d2c2272756c65223a22636f6e63222c227365766572697479223a227761726e696e67222c227374617274735f6174223a22323032362d31312d32365430303a32313a33302e3332342b30383a3030222c227374617465223a22666972696e67222c2273756d6d617279223a7b22656e223a22e794b3e6b19fe6b1bde8bda6222c227a68223a22e794b3e6b19fe6b1bde8bda6227d2c227468726573686f6c64223a312c2276616c7565223a31303030307d5d2c22666972696e67223a312c2267726f7570223a2232396439663761376631623539643661222c226c6162656c73223a7b2272756c65223a22636f6e63227d2c226f6d6974746564223a302c227265736f6c766564223a302c22726f757465223a22746f676574686572222c22737461747573223a22666972696e67227d2c2274696d657374616d70223a22323032362d31312d32365430303a32313a33302e3332342b30383a3030222c2274797065223a22616c6572742e67726f7570227d','delivered',1,1,NULL,1795623690324,1795623690356,NULL,1795623690356,NULL,NULL,NULL,NULL);
INSERT INTO outbox VALUES('alert_608f14670491b7a2_1795623690324_firing_1795623690324_1_log',2,'log','608f14670491b7a2','alert.firing',1,X'7b2264617461223a7b22656e64735f6174223a6e756c6c2c2266696e6765727072696e74223a2236303866313436373034393162376132222c22696e647573747279223a226175746f222c226c6162656c73223a7b226669726d223a226c6f63616c3ae794b3e6b19fe6b1bde8bda63ae794b3e6b19fe6b1bde8bda6222c22696d706f7274616e6365223a22657373656e7469616c222c22696e647573747279223a226175746f222c2270726f64756374223a22e8bdb4e689bf227d2c226d6574726963223a2273696e676c655f736f75726365222c226d757475616c5f616964223a66616c73652c2270726f76696e636573223a5b22333230303030225d2c2272756c65223a2273696e676c65222c227365766572697479223a227761726e696e67222c227374617274735f6174223a22323032362d31312d32365430303a32313a33302e3332342b30383a3030222c2273756d6d617279223a7b22656e223a22e794b3e6b19fe6b1bde8bda6222c227a68223a22e794b3e6b19fe6b1bde8bda6227d2c227468726573686f6c64223a312c2276616c7565223a317d2c2274696d657374616d70223a22323032362d31312d32365430303a32313a33302e3332342b30383a3030222c2274797065223a22616c6572742e666972696e67227d','delivered',1,1,NULL,1795623690324,1795623690356,NULL,1795623690356,NULL,NULL,NULL,NULL);
INSERT INTO outbox VALUES('escalation_48444431fa8c079a_1795623690324_firing_1795623690324_1_boss',3,'boss','48444431fa8c079a','alert.firing',1,X'7b2264617461223a7b22656e64735f6174223a6e756c6c2c2266696e6765727072696e74223a2234383434343433316661386330373961222c22696e647573747279223a226175746f222c226c6162656c73223a7b226669726d223a226c6f63616c3ae794b3e6b19fe6b1bde8bda63ae794b3e6b19fe6b1bde8bda6222c22696e647573747279223a226175746f222c2270726f64756374223a22e8bdb4e689bf227d2c226d6574726963223a22686869222c226d757475616c5f616964223a66616c73652c2270726f76696e636573223a5b22333230303030225d2c2272756c65223a22636f6e63222c227365766572697479223a227761726e696e67222c227374617274735f6174223a22323032362d31312d32365430303a32313a33302e3332342b30383a3030222c2273756d6d617279223a7b22656e223a22e794b3e6b19fe6b1bde8bda6222c227a68223a22e794b3e6b19fe6b1bde8bda6227d2c227468726573686f6c64223a312c2276616c7565223a31303030307d2c2274696d657374616d70223a22323032362d31312d32365430303a32313a33312e3636322b30383a3030222c2274797065223a22616c6572742e666972696e67227d','delivered',1,1,NULL,1795623691662,1795623691688,NULL,1795623691688,NULL,NULL,NULL,NULL);
INSERT INTO outbox VALUES('escalation_608f14670491b7a2_1795623690324_firing_1795623690324_1_boss',4,'boss','608f14670491b7a2','alert.firing',1,X'7b2264617461223a7b22656e64735f6174223a6e756c6c2c2266696e6765727072696e74223a2236303866313436373034393162376132222c22696e647573747279223a226175746f222c226c6162656c73223a7b226669726d223a226c6f63616c3ae794b3e6b19fe6b1bde8bda63ae794b3e6b19fe6b1bde8bda6222c22696d706f7274616e6365223a22657373656e7469616c222c22696e647573747279223a226175746f222c2270726f64756374223a22e8bdb4e689bf227d2c226d6574726963223a2273696e676c655f736f75726365222c226d757475616c5f616964223a66616c73652c2270726f76696e636573223a5b22333230303030225d2c2272756c65223a2273696e676c65222c227365766572697479223a227761726e696e67222c227374617274735f6174223a22323032362d31312d32365430303a32313a33302e3332342b30383a3030222c2273756d6d617279223a7b22656e223a22e794b3e6b19fe6b1bde8bda6222c227a68223a22e794b3e6b19fe6b1bde8bda6227d2c227468726573686f6c64223a312c2276616c7565223a317d2c2274696d657374616d70223a22323032362d31312d32365430303a32313a33312e3636322b30383a3030222c2274797065223a22616c6572742e666972696e67227d','delivered',1,1,NULL,1795623691662,1795623691688,NULL,1795623691688,NULL,NULL,NULL,NULL);
CREATE TABLE channel_flow (
    channel TEXT PRIMARY KEY,
    tokens REAL CHECK (tokens >= 0),
    filled_at INTEGER,
    throttled_until INTEGER,
    breaker TEXT NOT NULL CHECK (breaker IN ('closed', 'open', 'half-open')),
    since INTEGER,
    until INTEGER,
    openings INTEGER NOT NULL CHECK (openings >= 0),
    window_start INTEGER,
    window_count INTEGER NOT NULL CHECK (window_count >= 0),
    window_failures INTEGER NOT NULL CHECK (window_failures BETWEEN 0 AND window_count),
    last_error TEXT,
    CHECK ((breaker = 'open') = (until IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX revision_by_digest ON revision (registrant, digest);
CREATE UNIQUE INDEX alert_open ON alert (fingerprint) WHERE state <> 'resolved';
CREATE INDEX alert_ended ON alert (ended_at) WHERE state = 'resolved';
CREATE INDEX alert_group_next ON alert_group (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX group_member_life ON group_member (fingerprint, starts_at);
CREATE INDEX outbox_open ON outbox (channel, weight DESC, number)
    WHERE state IN ('waiting', 'sending', 'merged');
CREATE INDEX outbox_order ON outbox (channel, fingerprint, number)
    WHERE state IN ('waiting', 'sending', 'merged');
CREATE INDEX outbox_by_fingerprint ON outbox (fingerprint, number);
CREATE INDEX outbox_by_digest ON outbox (digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX outbox_sending ON outbox (channel, lease_until) WHERE state = 'sending';
COMMIT;
