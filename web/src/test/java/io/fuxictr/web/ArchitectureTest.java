package io.fuxictr.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.fuxictr.web", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.fuxictr.web.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheStoreKnowsSql =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.fuxictr.web.store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql", "io.helidon.dbclient..", "org.flywaydb..");

  @ArchTest
  static final ArchRule onlyTheIntakeKnowsMessaging =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.fuxictr.web.intake")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.jms..");

  @ArchTest
  static final ArchRule onlyApiAndSocketKnowTheServer =
      noClasses()
          .that()
          .resideInAnyPackage("io.fuxictr.web.intake", "io.fuxictr.web.store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.helidon.webserver..", "io.helidon.websocket..");
}
