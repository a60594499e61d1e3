using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Accounts.Delegates;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Backtesting;
using PdmpAnalytics.Corrections;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Ingestion.Inbox;
using PdmpAnalytics.Learning;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Oversight;
using PdmpAnalytics.Lookup.Reporting;
using PdmpAnalytics.Lookup.Resolutions;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Reference;
using PdmpAnalytics.Retention;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Overview;
using PdmpAnalytics.Review.Referral;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.RuleSets;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics;

/// <summary>Registers the library's services for a host.</summary>
public static class PdmpAnalyticsServices
{
    /// <summary>Everything the hosts call, over one database. Services are singletons; each call opens its own context.</summary>
    /// <param name="rules">The rules in force; null for every threshold at its default.</param>
    /// <param name="intake">What the programme decided about intake; null for the defaults.</param>
    /// <param name="equivalents">Editions that doses are computed by; null for the defaults.</param>
    public static IServiceCollection AddPdmpAnalytics(
        this IServiceCollection services, StorageOptions storage, RuleCatalog? rules = null, IngestionOptions? intake = null,
        Equivalents? equivalents = null)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(storage);
        services.AddSingleton(_ => new PdmpDbContextFactory(storage));
        services.AddSingleton<IDbContextFactory<PdmpDbContext>>(provider => provider.GetRequiredService<PdmpDbContextFactory>());
        services.AddSingleton<IBulkWriter>(_ => storage.Provider switch
        {
            StorageProvider.Postgres => new PostgresBulkWriter(),
            StorageProvider.Sqlite => new SqliteBulkWriter(),
        });
        services.AddSingleton<IDispensationWriter>(_ => storage.Provider switch
        {
            StorageProvider.Postgres => new PostgresDispensationWriter(),
            StorageProvider.Sqlite => new SqliteDispensationWriter(),
        });
        services.TryAddSingleton(intake ?? new IngestionOptions());
        services.AddSingleton(provider => new RecordVault(
            new RecordVaultKey(RecordVaultKey.PathFor(provider.GetRequiredService<IngestionOptions>().KeyFile, storage))));
        AddLinkage(services, storage);
        AddNights(services);
        services.AddSingleton(provider => new SubmissionService(
            provider.GetRequiredService<IDbContextFactory<PdmpDbContext>>(), provider.GetRequiredService<IBulkWriter>(),
            provider.GetRequiredService<IDispensationWriter>(), provider.GetRequiredService<PatientLinkService>(),
            provider.GetRequiredService<RecordVault>(), provider.GetRequiredService<IngestionOptions>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SubmissionService>>()));
        services.AddSingleton<SubmissionReportService>();
        services.AddSingleton<SubmissionWorkbenchService>();
        services.AddSingleton<InboxService>();
        services.AddSingleton<DispenserCoverageService>();
        services.AddSingleton<DataQualityService>();
        services.AddSingleton(provider => new StorageMigration(provider.GetRequiredService<PdmpDbContextFactory>()));
        services.AddSingleton(rules ?? RuleCatalog.Default);
        services.AddSingleton<RulesInForceService>();
        services.AddSingleton<RuleSetService>();
        services.AddSingleton<BacktestService>();
        services.AddSingleton<PatientExplanationService>();
        services.AddSingleton<PatientDosesService>();
        services.AddSingleton<RuleStatisticsService>();
        services.TryAddSingleton(equivalents ?? Equivalents.Default);
        services.AddSingleton<DispensingReferenceService>();
        services.AddSingleton<PopulationService>();
        AddModels(services);
        services.TryAddSingleton(BlindSample.None);
        services.AddSingleton<DetectionService>();
        services.AddSingleton<DispenserDetectionService>();
        services.AddSingleton<GroupRecordsService>();
        services.AddSingleton<IdentityCandidateService>();
        services.AddSingleton<HouseholdService>();
        services.AddSingleton<PopulationDetectionService>();
        services.AddSingleton<AuditLog>();
        AccountServices.Add(services);
        services.AddSingleton<RecordCorrectionService>();
        services.AddSingleton<ReviewService>();
        services.TryAddSingleton(new ReviewOptions());
        services.AddSingleton<ReviewWorkService>();
        services.AddSingleton<BulkReviewService>();
        services.AddSingleton<SecondReadingService>();
        services.AddSingleton<ReviewOverviewService>();
        services.AddSingleton<ReferralService>();
        services.AddSingleton<AuditReadingService>();
        services.AddSingleton<PatientAccessService>();
        services.AddSingleton<ExemptionService>();
        services.AddSingleton<GroupFindingsService>();
        services.AddSingleton<QueueUpdateService>();
        services.AddSingleton<ReviewQueue>();
        services.AddSingleton<QueueViewService>();
        services.AddSingleton<LinkedAlertsService>();
        services.AddSingleton<SavedViewService>();
        services.AddSingleton<IdentityDoubtService>();
        services.AddSingleton<SubjectIdentityService>();
        services.AddSingleton<ReferenceImportService>();
        services.TryAddSingleton(new RetentionOptions());
        services.AddSingleton<PurgeBatchService>();
        services.AddSingleton<RetentionService>();
        services.AddSingleton<LegalHoldService>();
        AddLookup(services);
        return services;
    }

    private static void AddModels(IServiceCollection services)
    {
        services.TryAddSingleton(new LearningOptions());
        services.AddSingleton<IRiskEngine, LogisticRiskEngine>();
        services.AddSingleton<RiskModelsService>();
        services.AddSingleton<ModelService>();
        services.AddSingleton<BlindSampleService>();
        services.AddSingleton<ChallengerService>();
        services.AddSingleton<FeatureTableService>();
    }

    private static void AddLookup(IServiceCollection services)
    {
        services.TryAddSingleton(new LookupOptions());
        services.AddSingleton<ClosedRecordsService>();
        services.AddSingleton(provider => new PatientSearchService(
            provider.GetRequiredService<IDbContextFactory<PdmpDbContext>>(), provider.GetRequiredService<ILinkageWriter>(),
            provider.GetRequiredService<ClosedRecordsService>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PatientFileService>();
        services.AddSingleton<LookupKnowledgeService>();
        services.AddSingleton<InquiryRightsService>();
        services.AddSingleton<LookupDeadlineService>();
        services.AddSingleton<DisclosureService>();
        services.AddSingleton<PatientReportService>();
        services.AddSingleton<DispensingCheckService>();
        services.AddSingleton<ProjectIndexService>();
        services.AddSingleton<ResolutionService>();
        services.AddSingleton<ApiKeyService>();
        AddOversight(services);
    }

    private static void AddOversight(IServiceCollection services)
    {
        services.AddSingleton<AccountHolderService>();
        services.AddSingleton<OutsidePeopleService>();
        services.AddSingleton<TokenChainService>();
        services.AddSingleton<DelegationService>();
        services.AddSingleton<DelegateSignOffService>();
        services.AddSingleton<AccessJudgingService>();
        services.AddSingleton<AccessQueueService>();
    }

    private static void AddNights(IServiceCollection services)
    {
        services.TryAddSingleton(new NightlyOptions());
        services.AddSingleton<LeaseService>();
        services.AddSingleton<NightLedgerService>();
        services.AddSingleton<NightFiguresService>();
        services.TryAddSingleton(new NightGate());
        services.AddSingleton<NightProfileService>();
        services.AddSingleton(provider => new NightGateService(
            provider.GetRequiredService<IDbContextFactory<PdmpDbContext>>(), provider.GetRequiredService<NightFiguresService>(),
            provider.GetRequiredService<NightProfileService>(), provider.GetRequiredService<NightGate>(), provider.GetRequiredService<AuditLog>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<NightReportService>();
        services.AddSingleton<NightReportFileService>();
        services.AddSingleton<NightStepsService>();
        services.AddSingleton<NightJobService>();
        services.AddSingleton<NightWatchService>();
        services.AddSingleton<NightWebhookService>();
        services.AddSingleton(provider => new NightRangeService(
            provider.GetRequiredService<IDbContextFactory<PdmpDbContext>>(), provider.GetRequiredService<RulesInForceService>(),
            provider.GetRequiredService<NightlyOptions>()));
        services.AddSingleton<RangeWorkerService>();
        services.AddSingleton(provider => new NightlyRunner(
            provider.GetRequiredService<LeaseService>(), provider.GetRequiredService<NightLedgerService>(),
            provider.GetRequiredService<NightStepsService>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<NightlyRunner>>()));
    }

    private static void AddLinkage(IServiceCollection services, StorageOptions storage)
    {
        services.AddSingleton<ILinkageWriter>(_ => storage.Provider switch
        {
            StorageProvider.Postgres => new PostgresLinkageWriter(),
            StorageProvider.Sqlite => new SqliteLinkageWriter(),
        });
        services.AddSingleton(provider => new PatientChangesWriter(
            provider.GetRequiredService<IBulkWriter>(), provider.GetRequiredService<IDispensationWriter>(),
            provider.GetRequiredService<ILinkageWriter>()));
        services.AddSingleton(provider => new LinkResolution(
            provider.GetRequiredService<PatientChangesWriter>(), provider.GetRequiredService<IBulkWriter>()));
        services.AddSingleton(provider => new PatientLinkService(
            provider.GetRequiredService<IBulkWriter>(), provider.GetRequiredService<PatientChangesWriter>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PatientLinkageService(
            provider.GetRequiredService<IDbContextFactory<PdmpDbContext>>(), provider.GetRequiredService<IDispensationWriter>(),
            provider.GetRequiredService<ILinkageWriter>(), provider.GetRequiredService<PatientChangesWriter>(),
            provider.GetRequiredService<LinkResolution>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LinkDecisionService(
            provider.GetRequiredService<IDbContextFactory<PdmpDbContext>>(), provider.GetRequiredService<IDispensationWriter>(),
            provider.GetRequiredService<LinkResolution>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LinkInspectionService>();
        services.AddSingleton<LinkExportService>();
    }
}
