using System.CommandLine;
using FunctionsPipeline.Cli.Commands;

var root = new RootCommand("Runs AI-media work that costs money and takes hours, and finishes it.")
{
    CommonOptions.Home,
    CommonOptions.Json,
    CommonOptions.EnvironmentFiles,
    CommonOptions.NoProgressBar,

    DemoCommand.Create(),
    InitCommand.Create(),
    PlanCommand.Create(),
    RunCommand.Create(),
    ResumeCommand.Create(),
    RetryCommand.Create(),
    StatusCommand.Create(),
    WatchCommand.Create(),
    CancelCommand.Create(),
    LedgerCommand.Create(),
    DoctorCommand.Create(),
    ConfigCommand.Create(),
    AnalyzeCommand.Create(),
    WorkerCommand.Create(),
    SimulatorCommand.Create(),
};

// Ctrl-C belongs to the commands: once lets work in hand settle, twice ends at once.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
