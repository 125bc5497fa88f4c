using System.CommandLine;
using System.CommandLine.Help;
using FunctionsPipeline.Calibration;

// Clips with known defects, and how well the detectors do on them.
var root = new Command("calibration", "Makes clips with known defects and measures the detectors on them.")
{
    new HelpOption(),
    MakeCommand.Create(),
    EvaluateCommand.Create(),
    FitCommand.Create(),
    RunCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
