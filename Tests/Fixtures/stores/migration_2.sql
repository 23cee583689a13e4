PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1 register');
INSERT INTO grdb_migrations VALUES('2 monitoring');
CREATE TABLE registrant (
    key INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO registrant VALUES(1,'local:check');
INSERT INTO registrant VALUES(2,'local:other');
CREATE TABLE firm (
    key INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO firm VALUES(1,'local:check');
INSERT INTO firm VALUES(2,'local:check:甲');
INSERT INTO firm VALUES(3,'local:check:乙');
INSERT INTO firm VALUES(4,'local:other');
INSERT INTO firm VALUES(5,'local:other:丙');
INSERT INTO firm VALUES(6,'local:check:丙');
CREATE TABLE product (
    key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO product VALUES(1,'板');
INSERT INTO product VALUES(2,'灯');
CREATE TABLE revision (
    number INTEGER PRIMARY KEY,
    registrant INTEGER NOT NULL REFERENCES registrant (key),
    made_at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('supplies', 'firms')),
    file TEXT NOT NULL,
    digest TEXT NOT NULL,
    row_count INTEGER NOT NULL CHECK (row_count >= 0)
) STRICT;
INSERT INTO revision VALUES(1,1,1795618070446,'supplies','list.csv','1-00-ea79f16f0bb6f73be6cec5be1f98d6d2387fece13499a483b0b4901215d24f93',2);
INSERT INTO revision VALUES(2,2,1795618070755,'supplies','more.csv','1-00-b0e49920be28e00279695abd3194a5296b4d20114bc7a518743a41700f6e64a7',1);
INSERT INTO revision VALUES(3,1,1795618070887,'supplies','more.csv','1-00-b0e49920be28e00279695abd3194a5296b4d20114bc7a518743a41700f6e64a7',1);
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
INSERT INTO declaration VALUES(2,320500,1,1,1,1,2,1,0,2,0,1.0,NULL,NULL,NULL,NULL,NULL,NULL,'甲',NULL);
INSERT INTO declaration VALUES(3,310000,1,2,1,1,3,1,0,2,0,1.0,NULL,NULL,NULL,NULL,NULL,NULL,'乙',NULL);
INSERT INTO declaration VALUES(5,310000,4,2,2,2,2,1,0,2,0,1.0,NULL,NULL,NULL,NULL,NULL,NULL,'丙',NULL);
INSERT INTO declaration VALUES(6,310000,1,2,1,3,2,1,0,2,0,1.0,NULL,NULL,NULL,NULL,NULL,NULL,'丙',NULL);
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
) STRICT;
INSERT INTO run VALUES(1,1795618070574,1,63);
INSERT INTO run VALUES(2,1795618071028,3,107);
CREATE TABLE series (
    key INTEGER PRIMARY KEY,
    metric TEXT NOT NULL,
    labels TEXT NOT NULL,
    value REAL,
    unknown REAL,
    UNIQUE (metric, labels)
) STRICT;
INSERT INTO series VALUES(1,'supplier_count','{"firm":"local:check","industry":"auto","product":"板"}',1.0,0.0);
INSERT INTO series VALUES(2,'hhi','{"firm":"local:check","industry":"auto","product":"板"}',10000.0,0.0);
INSERT INTO series VALUES(3,'hhi_upper','{"firm":"local:check","industry":"auto","product":"板"}',10000.0,0.0);
INSERT INTO series VALUES(4,'cr1','{"firm":"local:check","industry":"auto","product":"板"}',1.0,0.0);
INSERT INTO series VALUES(5,'cr3','{"firm":"local:check","industry":"auto","product":"板"}',1.0,0.0);
INSERT INTO series VALUES(6,'effective_suppliers','{"firm":"local:check","industry":"auto","product":"板"}',1.0,0.0);
INSERT INTO series VALUES(7,'single_source','{"firm":"local:check","importance":"essential","industry":"auto","product":"板"}',1.0,0.0);
INSERT INTO series VALUES(8,'region_hhi','{"firm":"local:check","industry":"auto","level":"city","product":"板"}',10000.0,0.0);
INSERT INTO series VALUES(9,'region_hhi','{"firm":"local:check","industry":"auto","level":"province","product":"板"}',10000.0,0.0);
INSERT INTO series VALUES(10,'supplier_count','{"firm":"local:check","industry":"auto","product":"灯"}',2.0,0.0);
INSERT INTO series VALUES(11,'hhi','{"firm":"local:check","industry":"auto","product":"灯"}',5000.0,0.0);
INSERT INTO series VALUES(12,'hhi_upper','{"firm":"local:check","industry":"auto","product":"灯"}',5000.0,0.0);
INSERT INTO series VALUES(13,'cr1','{"firm":"local:check","industry":"auto","product":"灯"}',0.5,0.0);
INSERT INTO series VALUES(14,'cr3','{"firm":"local:check","industry":"auto","product":"灯"}',1.0,0.0);
INSERT INTO series VALUES(15,'effective_suppliers','{"firm":"local:check","industry":"auto","product":"灯"}',2.0,0.0);
INSERT INTO series VALUES(16,'single_source','{"firm":"local:check","importance":"essential","industry":"auto","product":"灯"}',0.0,0.0);
INSERT INTO series VALUES(17,'region_hhi','{"firm":"local:check","industry":"auto","level":"city","product":"灯"}',10000.0,0.0);
INSERT INTO series VALUES(18,'region_hhi','{"firm":"local:check","industry":"auto","level":"province","product":"灯"}',10000.0,0.0);
INSERT INTO series VALUES(19,'supplier_count','{"firm":"local:check","industry":"auto"}',3.0,0.0);
INSERT INTO series VALUES(20,'region_hhi','{"firm":"local:check","industry":"auto","level":"city"}',5555.5555555555556565,0.0);
INSERT INTO series VALUES(21,'region_hhi','{"firm":"local:check","industry":"auto","level":"province"}',5555.5555555555556565,0.0);
INSERT INTO series VALUES(22,'single_source_ratio','{"basis":"count","firm":"local:check","industry":"auto"}',0.5,0.0);
INSERT INTO series VALUES(23,'single_source_ratio','{"basis":"value","firm":"local:check","industry":"auto"}',0.33333333333333331482,0.0);
INSERT INTO series VALUES(24,'tier_hhi','{"firm":"local:check","industry":"auto","tier":"1"}',3333.3333333333330301,0.0);
INSERT INTO series VALUES(25,'delta_share','{"basis":"count","firm":"local:check","industry":"auto","tier":"1"}',1.0,0.0);
INSERT INTO series VALUES(26,'delta_share','{"basis":"value","firm":"local:check","industry":"auto","tier":"1"}',1.0,0.0);
INSERT INTO series VALUES(27,'tier_coverage','{"firm":"local:check","industry":"auto","tier":"2"}',0.0,0.0);
INSERT INTO series VALUES(28,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"direct","level":"city","region":"310000"}',0.66666666666666662965,0.0);
INSERT INTO series VALUES(29,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"direct","level":"city","region":"320500"}',0.33333333333333331482,0.0);
INSERT INTO series VALUES(30,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"direct","level":"province","region":"310000"}',0.66666666666666662965,0.0);
INSERT INTO series VALUES(31,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"direct","level":"province","region":"320000"}',0.33333333333333331482,0.0);
INSERT INTO series VALUES(32,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"touch","level":"city","region":"310000"}',0.66666666666666662965,0.0);
INSERT INTO series VALUES(33,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"touch","level":"city","region":"320500"}',0.33333333333333331482,0.0);
INSERT INTO series VALUES(34,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"touch","level":"province","region":"310000"}',0.66666666666666662965,0.0);
INSERT INTO series VALUES(35,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"touch","level":"province","region":"320000"}',0.33333333333333331482,0.0);
INSERT INTO series VALUES(36,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"origin","level":"city","region":"310000"}',0.66666666666666662965,0.0);
INSERT INTO series VALUES(37,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"origin","level":"city","region":"320500"}',0.33333333333333331482,0.0);
INSERT INTO series VALUES(38,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"origin","level":"province","region":"310000"}',0.66666666666666662965,0.0);
INSERT INTO series VALUES(39,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"origin","level":"province","region":"320000"}',0.33333333333333331482,0.0);
INSERT INTO series VALUES(40,'record_age_days','{"firm":"local:check","industry":"auto"}',1.4814814814814814536e-06,0.0);
INSERT INTO series VALUES(41,'criticality','{"firm":"local:check","industry":"auto","supplier":"local:check:乙"}',0.5,0.0);
INSERT INTO series VALUES(42,'criticality','{"firm":"local:check","industry":"auto","supplier":"local:check:甲"}',1.0,0.0);
INSERT INTO series VALUES(43,'survival_days','{"firm":"local:check","industry":"auto","supplier":"local:check:乙"}',1.0,0.0);
INSERT INTO series VALUES(44,'survival_days','{"firm":"local:check","industry":"auto","supplier":"local:check:甲"}',1.0,0.0);
INSERT INTO series VALUES(45,'chokepoint_weight','{"firm":"local:check","industry":"auto","supplier":"local:check:乙"}',0.0,0.0);
INSERT INTO series VALUES(46,'shared_by','{"firm":"local:check","industry":"auto","supplier":"local:check:乙"}',1.0,0.0);
INSERT INTO series VALUES(47,'chokepoint_weight','{"firm":"local:check","industry":"auto","supplier":"local:check:甲"}',0.0,0.0);
INSERT INTO series VALUES(48,'shared_by','{"firm":"local:check","industry":"auto","supplier":"local:check:甲"}',1.0,0.0);
INSERT INTO series VALUES(49,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"stoppage","level":"city","region":"310000"}',1.0,0.0);
INSERT INTO series VALUES(50,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"stoppage","level":"city","region":"320500"}',1.0,0.0);
INSERT INTO series VALUES(51,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"stoppage","level":"province","region":"310000"}',1.0,0.0);
INSERT INTO series VALUES(52,'regional_exposure','{"firm":"local:check","industry":"auto","kind":"stoppage","level":"province","region":"320000"}',1.0,0.0);
INSERT INTO series VALUES(53,'systemic_risk','{"channel":"both","supplier":"local:check"}',0.75,0.0);
INSERT INTO series VALUES(54,'systemic_risk','{"channel":"down","supplier":"local:check"}',0.0,0.0);
INSERT INTO series VALUES(55,'systemic_risk','{"channel":"up","supplier":"local:check"}',0.75,0.0);
INSERT INTO series VALUES(56,'systemic_risk','{"channel":"both","supplier":"local:check:乙"}',0.25,0.0);
INSERT INTO series VALUES(57,'systemic_risk','{"channel":"down","supplier":"local:check:乙"}',0.25,0.0);
INSERT INTO series VALUES(58,'systemic_risk','{"channel":"up","supplier":"local:check:乙"}',0.25,0.0);
INSERT INTO series VALUES(59,'systemic_risk','{"channel":"both","supplier":"local:check:甲"}',0.25,0.0);
INSERT INTO series VALUES(60,'systemic_risk','{"channel":"down","supplier":"local:check:甲"}',0.25,0.0);
INSERT INTO series VALUES(61,'systemic_risk','{"channel":"up","supplier":"local:check:甲"}',0.25,0.0);
INSERT INTO series VALUES(62,'market_hhi','{"product":"板"}',10000.0,0.0);
INSERT INTO series VALUES(63,'market_hhi','{"product":"灯"}',3333.3333333333330301,0.0);
INSERT INTO series VALUES(64,'criticality','{"firm":"local:check","industry":"auto","supplier":"local:check:丙"}',0.5,0.0);
INSERT INTO series VALUES(65,'survival_days','{"firm":"local:check","industry":"auto","supplier":"local:check:丙"}',1.0,0.0);
INSERT INTO series VALUES(66,'chokepoint_weight','{"firm":"local:check","industry":"auto","supplier":"local:check:丙"}',0.0,0.0);
INSERT INTO series VALUES(67,'shared_by','{"firm":"local:check","industry":"auto","supplier":"local:check:丙"}',1.0,0.0);
INSERT INTO series VALUES(68,'supplier_count','{"firm":"local:other","industry":"auto","product":"灯"}',1.0,0.0);
INSERT INTO series VALUES(69,'hhi','{"firm":"local:other","industry":"auto","product":"灯"}',10000.0,0.0);
INSERT INTO series VALUES(70,'hhi_upper','{"firm":"local:other","industry":"auto","product":"灯"}',10000.0,0.0);
INSERT INTO series VALUES(71,'cr1','{"firm":"local:other","industry":"auto","product":"灯"}',1.0,0.0);
INSERT INTO series VALUES(72,'cr3','{"firm":"local:other","industry":"auto","product":"灯"}',1.0,0.0);
INSERT INTO series VALUES(73,'effective_suppliers','{"firm":"local:other","industry":"auto","product":"灯"}',1.0,0.0);
INSERT INTO series VALUES(74,'single_source','{"firm":"local:other","importance":"essential","industry":"auto","product":"灯"}',1.0,0.0);
INSERT INTO series VALUES(75,'region_hhi','{"firm":"local:other","industry":"auto","level":"city","product":"灯"}',10000.0,0.0);
INSERT INTO series VALUES(76,'region_hhi','{"firm":"local:other","industry":"auto","level":"province","product":"灯"}',10000.0,0.0);
INSERT INTO series VALUES(77,'supplier_count','{"firm":"local:other","industry":"auto"}',1.0,0.0);
INSERT INTO series VALUES(78,'region_hhi','{"firm":"local:other","industry":"auto","level":"city"}',10000.0,0.0);
INSERT INTO series VALUES(79,'region_hhi','{"firm":"local:other","industry":"auto","level":"province"}',10000.0,0.0);
INSERT INTO series VALUES(80,'single_source_ratio','{"basis":"count","firm":"local:other","industry":"auto"}',1.0,0.0);
INSERT INTO series VALUES(81,'single_source_ratio','{"basis":"value","firm":"local:other","industry":"auto"}',1.0,0.0);
INSERT INTO series VALUES(82,'tier_hhi','{"firm":"local:other","industry":"auto","tier":"1"}',10000.0,0.0);
INSERT INTO series VALUES(83,'delta_share','{"basis":"count","firm":"local:other","industry":"auto","tier":"1"}',1.0,0.0);
INSERT INTO series VALUES(84,'delta_share','{"basis":"value","firm":"local:other","industry":"auto","tier":"1"}',1.0,0.0);
INSERT INTO series VALUES(85,'tier_coverage','{"firm":"local:other","industry":"auto","tier":"2"}',0.0,0.0);
INSERT INTO series VALUES(86,'regional_exposure','{"firm":"local:other","industry":"auto","kind":"direct","level":"city","region":"310000"}',1.0,0.0);
INSERT INTO series VALUES(87,'regional_exposure','{"firm":"local:other","industry":"auto","kind":"direct","level":"province","region":"310000"}',1.0,0.0);
INSERT INTO series VALUES(88,'regional_exposure','{"firm":"local:other","industry":"auto","kind":"touch","level":"city","region":"310000"}',1.0,0.0);
INSERT INTO series VALUES(89,'regional_exposure','{"firm":"local:other","industry":"auto","kind":"touch","level":"province","region":"310000"}',1.0,0.0);
INSERT INTO series VALUES(90,'regional_exposure','{"firm":"local:other","industry":"auto","kind":"origin","level":"city","region":"310000"}',1.0,0.0);
INSERT INTO series VALUES(91,'regional_exposure','{"firm":"local:other","industry":"auto","kind":"origin","level":"province","region":"310000"}',1.0,0.0);
INSERT INTO series VALUES(92,'record_age_days','{"firm":"local:other","industry":"auto"}',3.1597222222222224158e-06,0.0);
INSERT INTO series VALUES(93,'criticality','{"firm":"local:other","industry":"auto","supplier":"local:other:丙"}',1.0,0.0);
INSERT INTO series VALUES(94,'survival_days','{"firm":"local:other","industry":"auto","supplier":"local:other:丙"}',1.0,0.0);
INSERT INTO series VALUES(95,'chokepoint_weight','{"firm":"local:other","industry":"auto","supplier":"local:other:丙"}',0.0,0.0);
INSERT INTO series VALUES(96,'shared_by','{"firm":"local:other","industry":"auto","supplier":"local:other:丙"}',1.0,0.0);
INSERT INTO series VALUES(97,'regional_exposure','{"firm":"local:other","industry":"auto","kind":"stoppage","level":"city","region":"310000"}',1.0,0.0);
INSERT INTO series VALUES(98,'regional_exposure','{"firm":"local:other","industry":"auto","kind":"stoppage","level":"province","region":"310000"}',1.0,0.0);
INSERT INTO series VALUES(99,'systemic_risk','{"channel":"both","supplier":"local:check:丙"}',0.25,0.0);
INSERT INTO series VALUES(100,'systemic_risk','{"channel":"down","supplier":"local:check:丙"}',0.25,0.0);
INSERT INTO series VALUES(101,'systemic_risk','{"channel":"up","supplier":"local:check:丙"}',0.25,0.0);
INSERT INTO series VALUES(102,'systemic_risk','{"channel":"both","supplier":"local:other"}',0.25,0.0);
INSERT INTO series VALUES(103,'systemic_risk','{"channel":"down","supplier":"local:other"}',0.0,0.0);
INSERT INTO series VALUES(104,'systemic_risk','{"channel":"up","supplier":"local:other"}',0.25,0.0);
INSERT INTO series VALUES(105,'systemic_risk','{"channel":"both","supplier":"local:other:丙"}',0.25,0.0);
INSERT INTO series VALUES(106,'systemic_risk','{"channel":"down","supplier":"local:other:丙"}',0.25,0.0);
INSERT INTO series VALUES(107,'systemic_risk','{"channel":"up","supplier":"local:other:丙"}',0.25,0.0);
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
INSERT INTO sample VALUES(10,2,2.0,0.0);
INSERT INTO sample VALUES(11,1,10000.0,0.0);
INSERT INTO sample VALUES(11,2,5000.0,0.0);
INSERT INTO sample VALUES(12,1,10000.0,0.0);
INSERT INTO sample VALUES(12,2,5000.0,0.0);
INSERT INTO sample VALUES(13,1,1.0,0.0);
INSERT INTO sample VALUES(13,2,0.5,0.0);
INSERT INTO sample VALUES(14,1,1.0,0.0);
INSERT INTO sample VALUES(15,1,1.0,0.0);
INSERT INTO sample VALUES(15,2,2.0,0.0);
INSERT INTO sample VALUES(16,1,1.0,0.0);
INSERT INTO sample VALUES(16,2,0.0,0.0);
INSERT INTO sample VALUES(17,1,10000.0,0.0);
INSERT INTO sample VALUES(18,1,10000.0,0.0);
INSERT INTO sample VALUES(19,1,2.0,0.0);
INSERT INTO sample VALUES(19,2,3.0,0.0);
INSERT INTO sample VALUES(20,1,5000.0,0.0);
INSERT INTO sample VALUES(20,2,5555.5555555555556565,0.0);
INSERT INTO sample VALUES(21,1,5000.0,0.0);
INSERT INTO sample VALUES(21,2,5555.5555555555556565,0.0);
INSERT INTO sample VALUES(22,1,1.0,0.0);
INSERT INTO sample VALUES(22,2,0.5,0.0);
INSERT INTO sample VALUES(23,1,1.0,0.0);
INSERT INTO sample VALUES(23,2,0.33333333333333331482,0.0);
INSERT INTO sample VALUES(24,1,5000.0,0.0);
INSERT INTO sample VALUES(24,2,3333.3333333333330301,0.0);
INSERT INTO sample VALUES(25,1,1.0,0.0);
INSERT INTO sample VALUES(26,1,1.0,0.0);
INSERT INTO sample VALUES(27,1,0.0,0.0);
INSERT INTO sample VALUES(28,1,0.5,0.0);
INSERT INTO sample VALUES(28,2,0.66666666666666662965,0.0);
INSERT INTO sample VALUES(29,1,0.5,0.0);
INSERT INTO sample VALUES(29,2,0.33333333333333331482,0.0);
INSERT INTO sample VALUES(30,1,0.5,0.0);
INSERT INTO sample VALUES(30,2,0.66666666666666662965,0.0);
INSERT INTO sample VALUES(31,1,0.5,0.0);
INSERT INTO sample VALUES(31,2,0.33333333333333331482,0.0);
INSERT INTO sample VALUES(32,1,0.5,0.0);
INSERT INTO sample VALUES(32,2,0.66666666666666662965,0.0);
INSERT INTO sample VALUES(33,1,0.5,0.0);
INSERT INTO sample VALUES(33,2,0.33333333333333331482,0.0);
INSERT INTO sample VALUES(34,1,0.5,0.0);
INSERT INTO sample VALUES(34,2,0.66666666666666662965,0.0);
INSERT INTO sample VALUES(35,1,0.5,0.0);
INSERT INTO sample VALUES(35,2,0.33333333333333331482,0.0);
INSERT INTO sample VALUES(36,1,0.5,0.0);
INSERT INTO sample VALUES(36,2,0.66666666666666662965,0.0);
INSERT INTO sample VALUES(37,1,0.5,0.0);
INSERT INTO sample VALUES(37,2,0.33333333333333331482,0.0);
INSERT INTO sample VALUES(38,1,0.5,0.0);
INSERT INTO sample VALUES(38,2,0.66666666666666662965,0.0);
INSERT INTO sample VALUES(39,1,0.5,0.0);
INSERT INTO sample VALUES(39,2,0.33333333333333331482,0.0);
INSERT INTO sample VALUES(40,1,1.4814814814814814536e-06,0.0);
INSERT INTO sample VALUES(41,1,1.0,0.0);
INSERT INTO sample VALUES(41,2,0.5,0.0);
INSERT INTO sample VALUES(42,1,1.0,0.0);
INSERT INTO sample VALUES(43,1,1.0,0.0);
INSERT INTO sample VALUES(44,1,1.0,0.0);
INSERT INTO sample VALUES(45,1,0.0,0.0);
INSERT INTO sample VALUES(46,1,1.0,0.0);
INSERT INTO sample VALUES(47,1,0.0,0.0);
INSERT INTO sample VALUES(48,1,1.0,0.0);
INSERT INTO sample VALUES(49,1,1.0,0.0);
INSERT INTO sample VALUES(50,1,1.0,0.0);
INSERT INTO sample VALUES(51,1,1.0,0.0);
INSERT INTO sample VALUES(52,1,1.0,0.0);
INSERT INTO sample VALUES(53,1,1.0,0.0);
INSERT INTO sample VALUES(53,2,0.75,0.0);
INSERT INTO sample VALUES(54,1,0.0,0.0);
INSERT INTO sample VALUES(55,1,1.0,0.0);
INSERT INTO sample VALUES(55,2,0.75,0.0);
INSERT INTO sample VALUES(56,1,0.5,0.0);
INSERT INTO sample VALUES(56,2,0.25,0.0);
INSERT INTO sample VALUES(57,1,0.5,0.0);
INSERT INTO sample VALUES(57,2,0.25,0.0);
INSERT INTO sample VALUES(58,1,0.5,0.0);
INSERT INTO sample VALUES(58,2,0.25,0.0);
INSERT INTO sample VALUES(59,1,0.5,0.0);
INSERT INTO sample VALUES(59,2,0.25,0.0);
INSERT INTO sample VALUES(60,1,0.5,0.0);
INSERT INTO sample VALUES(60,2,0.25,0.0);
INSERT INTO sample VALUES(61,1,0.5,0.0);
INSERT INTO sample VALUES(61,2,0.25,0.0);
INSERT INTO sample VALUES(62,1,10000.0,0.0);
INSERT INTO sample VALUES(63,1,10000.0,0.0);
INSERT INTO sample VALUES(63,2,3333.3333333333330301,0.0);
INSERT INTO sample VALUES(64,2,0.5,0.0);
INSERT INTO sample VALUES(65,2,1.0,0.0);
INSERT INTO sample VALUES(66,2,0.0,0.0);
INSERT INTO sample VALUES(67,2,1.0,0.0);
INSERT INTO sample VALUES(68,2,1.0,0.0);
INSERT INTO sample VALUES(69,2,10000.0,0.0);
INSERT INTO sample VALUES(70,2,10000.0,0.0);
INSERT INTO sample VALUES(71,2,1.0,0.0);
INSERT INTO sample VALUES(72,2,1.0,0.0);
INSERT INTO sample VALUES(73,2,1.0,0.0);
INSERT INTO sample VALUES(74,2,1.0,0.0);
INSERT INTO sample VALUES(75,2,10000.0,0.0);
INSERT INTO sample VALUES(76,2,10000.0,0.0);
INSERT INTO sample VALUES(77,2,1.0,0.0);
INSERT INTO sample VALUES(78,2,10000.0,0.0);
INSERT INTO sample VALUES(79,2,10000.0,0.0);
INSERT INTO sample VALUES(80,2,1.0,0.0);
INSERT INTO sample VALUES(81,2,1.0,0.0);
INSERT INTO sample VALUES(82,2,10000.0,0.0);
INSERT INTO sample VALUES(83,2,1.0,0.0);
INSERT INTO sample VALUES(84,2,1.0,0.0);
INSERT INTO sample VALUES(85,2,0.0,0.0);
INSERT INTO sample VALUES(86,2,1.0,0.0);
INSERT INTO sample VALUES(87,2,1.0,0.0);
INSERT INTO sample VALUES(88,2,1.0,0.0);
INSERT INTO sample VALUES(89,2,1.0,0.0);
INSERT INTO sample VALUES(90,2,1.0,0.0);
INSERT INTO sample VALUES(91,2,1.0,0.0);
INSERT INTO sample VALUES(92,2,3.1597222222222224158e-06,0.0);
INSERT INTO sample VALUES(93,2,1.0,0.0);
INSERT INTO sample VALUES(94,2,1.0,0.0);
INSERT INTO sample VALUES(95,2,0.0,0.0);
INSERT INTO sample VALUES(96,2,1.0,0.0);
INSERT INTO sample VALUES(97,2,1.0,0.0);
INSERT INTO sample VALUES(98,2,1.0,0.0);
INSERT INTO sample VALUES(99,2,0.25,0.0);
INSERT INTO sample VALUES(100,2,0.25,0.0);
INSERT INTO sample VALUES(101,2,0.25,0.0);
INSERT INTO sample VALUES(102,2,0.25,0.0);
INSERT INTO sample VALUES(103,2,0.0,0.0);
INSERT INTO sample VALUES(104,2,0.25,0.0);
INSERT INTO sample VALUES(105,2,0.25,0.0);
INSERT INTO sample VALUES(106,2,0.25,0.0);
INSERT INTO sample VALUES(107,2,0.25,0.0);
CREATE TABLE alert (
    fingerprint TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'firing', 'resolved')),
    changed_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (fingerprint, starts_at)
) STRICT;
INSERT INTO alert VALUES('488d971fbcba31fb',1795618070574,'firing',1795618070574,'{"clearRuns":0,"fingerprint":"488d971fbcba31fb","firedAt":"2026-11-25T22:47:50.574+08:00","heldRuns":2,"industry":"auto","isMutualAid":true,"labels":{"firm":"local:check","importance":"essential","industry":"auto","product":"板"},"lastHeldAt":"2026-11-25T22:47:51.028+08:00","metric":"single_source","provinces":["320000"],"rule":"single","severity":"critical","startsAt":"2026-11-25T22:47:50.574+08:00","state":"firing","summary":{"en":"local:check has one supplier of 板","zh":"local:check 的 板 只有一家供应商"},"threshold":1,"value":1}');
INSERT INTO alert VALUES('fe573f28208ebdf2',1795618070574,'resolved',1795618071028,'{"clearRuns":1,"endsAt":"2026-11-25T22:47:51.028+08:00","fingerprint":"fe573f28208ebdf2","firedAt":"2026-11-25T22:47:50.574+08:00","heldRuns":0,"industry":"auto","isMutualAid":true,"labels":{"firm":"local:check","importance":"essential","industry":"auto","product":"灯"},"lastHeldAt":"2026-11-25T22:47:50.574+08:00","metric":"single_source","provinces":["310000"],"rule":"single","severity":"critical","startsAt":"2026-11-25T22:47:50.574+08:00","state":"resolved","summary":{"en":"local:check has one supplier of 灯","zh":"local:check 的 灯 只有一家供应商"},"threshold":1,"value":0}');
INSERT INTO alert VALUES('90f38f4ad61db01c',1795618070574,'pending',1795618070574,'{"clearRuns":0,"fingerprint":"90f38f4ad61db01c","heldRuns":2,"industry":"auto","isMutualAid":false,"labels":{"firm":"local:check","importance":"essential","industry":"auto","product":"板"},"lastHeldAt":"2026-11-25T22:47:51.028+08:00","metric":"single_source","provinces":["320000"],"rule":"slow","severity":"warning","startsAt":"2026-11-25T22:47:50.574+08:00","state":"pending","summary":{"en":"local:check","zh":"local:check"},"threshold":1,"value":1}');
INSERT INTO alert VALUES('7f819d4e0f7569f8',1795618071028,'firing',1795618071028,'{"clearRuns":0,"fingerprint":"7f819d4e0f7569f8","firedAt":"2026-11-25T22:47:51.028+08:00","heldRuns":1,"industry":"auto","isMutualAid":true,"labels":{"firm":"local:other","importance":"essential","industry":"auto","product":"灯"},"lastHeldAt":"2026-11-25T22:47:51.028+08:00","metric":"single_source","provinces":["310000"],"rule":"single","severity":"critical","startsAt":"2026-11-25T22:47:51.028+08:00","state":"firing","summary":{"en":"local:other has one supplier of 灯","zh":"local:other 的 灯 只有一家供应商"},"threshold":1,"value":1}');
INSERT INTO alert VALUES('754da5d27b179047',1795618071028,'pending',1795618071028,'{"clearRuns":0,"fingerprint":"754da5d27b179047","heldRuns":1,"industry":"auto","isMutualAid":false,"labels":{"firm":"local:other","importance":"essential","industry":"auto","product":"灯"},"lastHeldAt":"2026-11-25T22:47:51.028+08:00","metric":"single_source","provinces":["310000"],"rule":"slow","severity":"warning","startsAt":"2026-11-25T22:47:51.028+08:00","state":"pending","summary":{"en":"local:other","zh":"local:other"},"threshold":1,"value":1}');
CREATE TABLE transition (
    fingerprint TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES run (number),
    made_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'firing', 'resolved', 'inactive')),
    value REAL NOT NULL,
    PRIMARY KEY (fingerprint, starts_at, run, state)
) STRICT;
INSERT INTO transition VALUES('488d971fbcba31fb',1795618070574,1,1795618070574,'firing',1.0);
INSERT INTO transition VALUES('fe573f28208ebdf2',1795618070574,1,1795618070574,'firing',1.0);
INSERT INTO transition VALUES('90f38f4ad61db01c',1795618070574,1,1795618070574,'pending',1.0);
INSERT INTO transition VALUES('dc6fe742735de6c5',1795618070574,1,1795618070574,'pending',1.0);
INSERT INTO transition VALUES('dc6fe742735de6c5',1795618070574,2,1795618071028,'inactive',1.0);
INSERT INTO transition VALUES('fe573f28208ebdf2',1795618070574,2,1795618071028,'resolved',0.0);
INSERT INTO transition VALUES('7f819d4e0f7569f8',1795618071028,2,1795618071028,'firing',1.0);
INSERT INTO transition VALUES('754da5d27b179047',1795618071028,2,1795618071028,'pending',1.0);
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    created_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    lease_until INTEGER,
    delivered_at INTEGER,
    last_error TEXT
) STRICT;
INSERT INTO outbox VALUES('alert_488d971fbcba31fb_1795618070574_firing_console',1,'console','488d971fbcba31fb',X'7b2264617461223a7b22656e64735f6174223a6e756c6c2c2266696e6765727072696e74223a2234383864393731666263626133316662222c22696e647573747279223a226175746f222c226c6162656c73223a7b226669726d223a226c6f63616c3a636865636b222c22696d706f7274616e6365223a22657373656e7469616c222c22696e647573747279223a226175746f222c2270726f64756374223a22e69dbf227d2c226d6574726963223a2273696e676c655f736f75726365222c226d757475616c5f616964223a747275652c2270726f76696e636573223a5b22333230303030225d2c2272756c65223a2273696e676c65222c227365766572697479223a22637269746963616c222c227374617274735f6174223a22323032362d31312d32355432323a34373a35302e3537342b30383a3030222c2273756d6d617279223a7b22656e223a226c6f63616c3a636865636b20686173206f6e6520737570706c696572206f6620e69dbf222c227a68223a226c6f63616c3a636865636b20e79a8420e69dbf20e58faae69c89e4b880e5aeb6e4be9be5ba94e59586227d2c227468726573686f6c64223a312c2276616c7565223a317d2c2274696d657374616d70223a22323032362d31312d32355432323a34373a35302e3537342b30383a3030222c2274797065223a22616c6572742e666972696e67227d','delivered',1,1,NULL,1795618070574,1795618070598,NULL,1795618070598,NULL);
INSERT INTO outbox VALUES('alert_fe573f28208ebdf2_1795618070574_firing_console',2,'console','fe573f28208ebdf2',X'7b2264617461223a7b22656e64735f6174223a6e756c6c2c2266696e6765727072696e74223a2266653537336632383230386562646632222c22696e647573747279223a226175746f222c226c6162656c73223a7b226669726d223a226c6f63616c3a636865636b222c22696d706f7274616e6365223a22657373656e7469616c222c22696e647573747279223a226175746f222c2270726f64756374223a22e781af227d2c226d6574726963223a2273696e676c655f736f75726365222c226d757475616c5f616964223a747275652c2270726f76696e636573223a5b22333130303030225d2c2272756c65223a2273696e676c65222c227365766572697479223a22637269746963616c222c227374617274735f6174223a22323032362d31312d32355432323a34373a35302e3537342b30383a3030222c2273756d6d617279223a7b22656e223a226c6f63616c3a636865636b20686173206f6e6520737570706c696572206f6620e781af222c227a68223a226c6f63616c3a636865636b20e79a8420e781af20e58faae69c89e4b880e5aeb6e4be9be5ba94e59586227d2c227468726573686f6c64223a312c2276616c7565223a317d2c2274696d657374616d70223a22323032362d31312d32355432323a34373a35302e3537342b30383a3030222c2274797065223a22616c6572742e666972696e67227d','delivered',1,1,NULL,1795618070574,1795618070598,NULL,1795618070598,NULL);
INSERT INTO outbox VALUES('alert_fe573f28208ebdf2_1795618070574_resolved_console',3,'console','fe573f28208ebdf2',X'7b2264617461223a7b22656e64735f6174223a22323032362d31312d32355432323a34373a35312e3032382b30383a3030222c2266696e6765727072696e74223a2266653537336632383230386562646632222c22696e647573747279223a226175746f222c226c6162656c73223a7b226669726d223a226c6f63616c3a636865636b222c22696d706f7274616e6365223a22657373656e7469616c222c22696e647573747279223a226175746f222c2270726f64756374223a22e781af227d2c226d6574726963223a2273696e676c655f736f75726365222c226d757475616c5f616964223a747275652c2270726f76696e636573223a5b22333130303030225d2c2272756c65223a2273696e676c65222c227365766572697479223a22637269746963616c222c227374617274735f6174223a22323032362d31312d32355432323a34373a35302e3537342b30383a3030222c2273756d6d617279223a7b22656e223a226c6f63616c3a636865636b20686173206f6e6520737570706c696572206f6620e781af222c227a68223a226c6f63616c3a636865636b20e79a8420e781af20e58faae69c89e4b880e5aeb6e4be9be5ba94e59586227d2c227468726573686f6c64223a312c2276616c7565223a307d2c2274696d657374616d70223a22323032362d31312d32355432323a34373a35312e3032382b30383a3030222c2274797065223a22616c6572742e7265736f6c766564227d','delivered',1,1,NULL,1795618071028,1795618071102,NULL,1795618071102,NULL);
INSERT INTO outbox VALUES('alert_7f819d4e0f7569f8_1795618071028_firing_console',4,'console','7f819d4e0f7569f8',X'7b2264617461223a7b22656e64735f6174223a6e756c6c2c2266696e6765727072696e74223a2237663831396434653066373536396638222c22696e647573747279223a226175746f222c226c6162656c73223a7b226669726d223a226c6f63616c3a6f74686572222c22696d706f7274616e6365223a22657373656e7469616c222c22696e647573747279223a226175746f222c2270726f64756374223a22e781af227d2c226d6574726963223a2273696e676c655f736f75726365222c226d757475616c5f616964223a747275652c2270726f76696e636573223a5b22333130303030225d2c2272756c65223a2273696e676c65222c227365766572697479223a22637269746963616c222c227374617274735f6174223a22323032362d31312d32355432323a34373a35312e3032382b30383a3030222c2273756d6d617279223a7b22656e223a226c6f63616c3a6f7468657220686173206f6e6520737570706c696572206f6620e781af222c227a68223a226c6f63616c3a6f7468657220e79a8420e781af20e58faae69c89e4b880e5aeb6e4be9be5ba94e59586227d2c227468726573686f6c64223a312c2276616c7565223a317d2c2274696d657374616d70223a22323032362d31312d32355432323a34373a35312e3032382b30383a3030222c2274797065223a22616c6572742e666972696e67227d','delivered',1,1,NULL,1795618071028,1795618071102,NULL,1795618071102,NULL);
CREATE INDEX revision_by_digest ON revision (registrant, digest);
CREATE UNIQUE INDEX alert_open ON alert (fingerprint) WHERE state <> 'resolved';
CREATE INDEX outbox_open ON outbox (next_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_order ON outbox (channel, fingerprint, number) WHERE state IN ('waiting', 'sending');
COMMIT;
