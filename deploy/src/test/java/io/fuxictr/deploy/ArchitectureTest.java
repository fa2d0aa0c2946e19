package io.fuxictr.deploy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who may import whom, over the main classes of all modules. */
@AnalyzeClasses(
    packages = "io.fuxictr",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  private static final String[] LIBRARIES = {
    "io.fuxictr.ctr..", "io.fuxictr.dataset..", "io.fuxictr.remote.."
  };

  private static final String[] WORKFLOW = {
    "io.fuxictr.task..",
    "io.fuxictr.message..",
    "io.fuxictr.link..",
    "io.fuxictr.experiment..",
    "io.fuxictr.layout..",
    "io.fuxictr.worker.."
  };

  private static final String[] NEVER_MEET = {
    "io.fuxictr.web..",
    "io.fuxictr.dispatcher..",
    "io.fuxictr.broker..",
    "io.fuxictr.fetch..",
    "io.fuxictr.train..",
    "io.fuxictr.infer..",
    "io.fuxictr.transport..",
    "io.fuxictr.monitor.."
  };

  private static final List<String> FREED_BEFORE_BACKWARD =
      List.of("mul", "div", "pow", "maximum", "minimum");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("io.fuxictr.(**)").should().beFreeOfCycles();

  @ArchTest
  static void modulesOfOneRowMeetInCommonOnly(JavaClasses all) {
    for (String one : NEVER_MEET) {
      for (String other : NEVER_MEET) {
        if (!one.equals(other)) {
          nobodyIn(one).dependOnClassesThat().resideInAPackage(other).check(all);
        }
      }
    }
  }

  private static ClassesShould nobodyIn(String place) {
    return noClasses().that().resideInAPackage(place).should();
  }

  @ArchTest
  static final ArchRule deployIsImportedByNobody =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.fuxictr.deploy..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fuxictr.deploy..");

  @ArchTest
  static final ArchRule commonKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.fuxictr.task..",
              "io.fuxictr.message..",
              "io.fuxictr.link..",
              "io.fuxictr.config..",
              "io.fuxictr.experiment..",
              "io.fuxictr.layout..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.fuxictr..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.fuxictr.task..",
                              "io.fuxictr.message..",
                              "io.fuxictr.link..",
                              "io.fuxictr.config..",
                              "io.fuxictr.experiment..",
                              "io.fuxictr.layout.."))));

  @ArchTest
  static final ArchRule librariesKnowNoTaskStageOrMessage =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARIES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WORKFLOW);

  @ArchTest
  static final ArchRule datasetKnowsNoModel =
      onlyIn(
          "io.fuxictr.ctr..",
          "ctr, train, infer",
          "io.fuxictr.ctr..",
          "io.fuxictr.train..",
          "io.fuxictr.infer..",
          "io.fuxictr.deploy..");

  @ArchTest static final ArchRule onlyCtrKnowsDjl = onlyIn("ai.djl..", "ctr", "io.fuxictr.ctr..");

  @ArchTest
  static void forwardPassesKeepTheirNumbersAlive(JavaClasses all) {
    for (String operation : FREED_BEFORE_BACKWARD) {
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.fuxictr.ctr.layer..", "io.fuxictr.ctr.model..", "io.fuxictr.ctr.multitask..")
          .should()
          .callMethod("ai.djl.ndarray.NDArray", operation, "java.lang.Number")
          .because("DJL frees a bare number before backward reads it; see layer.Scalars")
          .check(all);
    }
  }

  @ArchTest
  static final ArchRule onlyDatasetPartKnowsParquet =
      onlyIn("org.apache.parquet..", "dataset.part", "io.fuxictr.dataset.part..");

  @ArchTest
  static final ArchRule onlyDatasetPartKnowsHadoop =
      onlyIn("org.apache.hadoop..", "dataset.part", "io.fuxictr.dataset.part..");

  @ArchTest
  static final ArchRule onlyRemoteKnowsSsh =
      onlyIn("net.schmizz..", "remote", "io.fuxictr.remote..");

  @ArchTest
  static final ArchRule onlyWebKnowsHelidon = onlyIn("io.helidon..", "web", "io.fuxictr.web..");

  @ArchTest
  static final ArchRule onlyTheStoreKnowsSqlite =
      onlyIn("org.sqlite..", "web.store", "io.fuxictr.web.store..");

  @ArchTest
  static final ArchRule onlySourceWarehouseAndDemoKnowDuckDb =
      onlyIn(
          "org.duckdb..",
          "fetch, transport, deploy.demo",
          "io.fuxictr.fetch..",
          "io.fuxictr.transport..",
          "io.fuxictr.deploy.demo..");

  @ArchTest
  static final ArchRule jdbcStaysWithTheDatabases =
      onlyIn(
          "java.sql..",
          "web.store, fetch, transport, deploy.demo",
          "io.fuxictr.web.store..",
          "io.fuxictr.fetch..",
          "io.fuxictr.transport..",
          "io.fuxictr.deploy.demo..");

  @ArchTest
  static final ArchRule jmsStaysAtTheEdges =
      onlyIn(
          "jakarta.jms..",
          "link, broker, dispatcher, web.intake, worker.order",
          "io.fuxictr.link..",
          "io.fuxictr.broker..",
          "io.fuxictr.dispatcher..",
          "io.fuxictr.web.intake..",
          "io.fuxictr.worker.order..");

  @ArchTest
  static final ArchRule onlyBrokerAndLinkKnowArtemis =
      onlyIn("org.apache.activemq..", "broker, link", "io.fuxictr.broker..", "io.fuxictr.link..");

  @ArchTest
  static final ArchRule commandLineStaysInDeploy =
      onlyIn("picocli..", "deploy", "io.fuxictr.deploy");

  @ArchTest
  static final ArchRule demoSeesThePipelineFromOutside =
      noClasses()
          .that()
          .resideInAnyPackage("io.fuxictr.deploy.demo..", "io.fuxictr.deploy.client..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(NEVER_MEET)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(LIBRARIES);

  @ArchTest
  static final ArchRule nobodyPrintsButTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.fuxictr.deploy..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static void everyPackageSaysWhatItIsFor(JavaClasses all) {
    Set<String> packages =
        all.stream()
            .filter(each -> !each.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> described =
        all.stream()
            .filter(each -> each.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());

    assertThat(described).containsAll(packages);
  }

  private static ArchRule onlyIn(String what, String where, String... places) {
    return classes()
        .that(not(resideInAnyPackage(places)))
        .should()
        .onlyDependOnClassesThat(not(resideInAPackage(what)))
        .because("%s is for %s only".formatted(what, where));
  }

  /** Leaves out the samples that modules share for their tests. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
