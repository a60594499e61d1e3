using System.CommandLine;

namespace PdmpAnalytics.Cli;

/// <summary>The commands of <c>pdmp</c> in the order its help lists them.</summary>
internal static class Commands
{
    public static IEnumerable<Command> All() =>
    [
        new DemoCommand(),
        new ImportCommand(),
        Group(
            "submissions", "Received files, the records in them to correct, and the pharmacies that send them.",
            new SubmissionsListCommand(), new SubmissionsShowCommand(), new SubmissionsErrorsCommand(), new SubmissionsResubmitCommand(),
            new SubmissionsDelinquentCommand(), new SubmissionsQualityCommand(), new SubmissionsRotateKeyCommand(), new SubmissionsNewKeyCommand()),
        new LinkCommand(),
        new DetectCommand(),
        new NightlyCommand(),
        new WorkerCommand(),
        new WatchCommand(),
        Group("nights", "Nights that were run, and their reports.", new NightsListCommand(), new NightsShowCommand(), new NightsReleaseCommand()),
        Group(
            "queue", "The review queue.",
            new QueueListCommand(), new QueueShowCommand(), QueueStepCommand.Claim(), QueueStepCommand.Release(), QueueStepCommand.Assign(),
            new QueueNoteCommand(), QueueStepCommand.Snooze(), QueueStepCommand.Wake(), QueueStepCommand.Watch(), QueueStepCommand.Plan(),
            new QueueCloseCommand(), QueueStepCommand.Read(), QueueStepCommand.Settle(), new QueueReopenCommand(), new QueueUndoCommand(), new QueuePacketCommand(),
            new QueueReferCommand(), QueueReferralCommand.Approve(), QueueReferralCommand.Decline(), new QueueExportCommand()),
        new ExplainCommand(),
        new LookupCommand(),
        new CheckCommand(),
        Group("exemptions", "Circumstances stated by hand about patients.", new ExemptionsAddCommand(), new ExemptionsListCommand(), new ExemptionsEndCommand()),
        Group("links", "Records and patients.", new LinksExportCommand()),
        Group(
            "rules", "The rule catalogue, its thresholds and what they raise.",
            new RulesListCommand(), new RulesShowCommand(), new RulesBacktestCommand(), new RulesStatisticsCommand(),
            Group(
                "set", "Named and versioned sets of thresholds.",
                new RulesSetAddCommand(), new RulesSetListCommand(), new RulesSetShowCommand(), RulesSetStepCommand.Shadow(),
                RulesSetStepCommand.Activate(), RulesSetStepCommand.Retire())),
        Group(
            "model", "Scoring models.",
            new ModelTrainCommand(), new ModelListCommand(), new ModelEvaluateCommand(), new ModelRecallCommand(), new ModelStabilityCommand(), ModelStepCommand.Promote(), ModelStepCommand.Retire(), new ModelScoreCommand()),
        Group("reference", "Reference files.", new ReferenceImportCommand()),
        new GenerateCommand(),
        new EvaluateCommand(),
        Group("supply", "Supply and adherence by a plain file of fills.", new SupplyCmaCommand(), new SupplyDaysCommand()),
        Group("key", "Keys of pharmacies' systems.", new KeyAddCommand(), new KeyListCommand(), KeyStepCommand.Rotate(), KeyStepCommand.Revoke()),
        Group("audit", "The audit log.", new AuditVerifyCommand()),
        Group(
            "access", "Who looked patients up, and whether the work led there.",
            new AccessJudgeCommand(), new AccessListCommand(), new AccessSettleCommand(), AccessWatchCommand.Watch(), AccessWatchCommand.Unwatch()),
        Group(
            "user", "Accounts of the web host.",
            new UserAddCommand(), new UserListCommand(), UserStepCommand.Disable(), UserStepCommand.Enable(), UserStepCommand.Reset(), new UserHolderCommand(), UserBarCommand.Bar(), UserBarCommand.Unbar(), new UserBarredCommand(), new UserFacilityCommand(),
            Group(
                "delegate", "Who may look up for whom.",
                new DelegateRequestCommand(), new DelegateListCommand(), DelegateStepCommand.Approve(), DelegateStepCommand.Confirm(), DelegateStepCommand.End(),
                new DelegateQuartersCommand())),
        Group(
            "retention", "Destroying what was kept long enough, and what is kept longer.",
            new RetentionPlanCommand(), new RetentionPurgeCommand(), new RetentionAbandonCommand(), new RetentionListCommand(), new RetentionHoldCommand(),
            new RetentionHoldsCommand(), new RetentionReleaseCommand()),
        new MigrateCommand(),
    ];

    private static Command Group(string name, string description, params Command[] commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Add(command);
        }

        return group;
    }
}
