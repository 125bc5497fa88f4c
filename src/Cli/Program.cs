using System.CommandLine;
using System.CommandLine.Help;
using FunctionsPipeline.Cli.Commands;
using FunctionsPipeline.Cli.Serving;

// Not a RootCommand, whose name in every usage line would be that of the assembly.
var root = new Command("pipeline", "Runs AI-media work that costs money and takes hours, and finishes it.")
{
    new HelpOption(),
    new VersionOption(),
    CommonOptions.Home,
    CommonOptions.Json,
    CommonOptions.SettingsFile,
    CommonOptions.EnvironmentFiles,
    CommonOptions.NoProgressBar,

    DemoCommand.Create(),
    InitCommand.Create(),
    PlanCommand.Create(),
    DesignCommand.Create(),
    RunCommand.Create(),
    CommentsCommand.Create(),
    ImagesCommand.Create(),
    EpisodeCommand.Create(),
    QualityCommand.Create(),
    ResumeCommand.Create(),
    RetryCommand.Create(),
    ForkCommand.CreateFork(),
    ForkCommand.CreateRerun(),
    ExplainCommand.Create(),
    StatusCommand.Create(),
    WatchCommand.Create(),
    CancelCommand.Create(),
    PublishCommand.Create(),
    AnalyticsCommand.Create(),
    LedgerCommand.Create(),
    CostsCommand.Create(),
    DedupReportCommand.Create(),
    DoctorCommand.Create(),
    ConfigCommand.Create(),
    AnalyzeCommand.Create(),
    CompareCommand.Create(),
    CalibrateCommand.Create(),
    ServeCommand.Create(),
    WorkerCommand.Create(),
    SimulatorCommand.Create(),
};

var arguments = root.Parse(args);
if (UsageError.Find(arguments) is { } error) return error.Report();

// Ctrl-C belongs to the commands: once lets work in hand settle, twice ends at once.
return await arguments.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
