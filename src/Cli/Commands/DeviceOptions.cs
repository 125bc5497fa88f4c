using System.CommandLine;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Hosting;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>Options of commands that analyse. They go over the settings of the same name.</summary>
internal static class DeviceOptions
{
    private static readonly Option<string?> Device = new("--device")
    {
        Description = $"Where to analyse: {CpuDevice.DeviceId}, or {DevicePools.Automatic} for every device there is (setting device).", HelpName = "DEVICE",
    };

    private static readonly Option<string?> Strategy = new("--device-strategy")
    {
        Description = $"Which device gets the next clip: {string.Join(", ", DeviceStrategies.Names)} (setting deviceStrategy).", HelpName = "STRATEGY",
    };

    static DeviceOptions()
    {
        Device.AcceptOnlyFromAmong(CpuDevice.DeviceId, DevicePools.Automatic);
        Strategy.AcceptOnlyFromAmong([.. DeviceStrategies.Names]);
    }

    /// <summary>Adds both.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(Device);
        command.Options.Add(Strategy);
    }

    /// <summary>What was given, as settings; a command without the options gives none.</summary>
    public static void Read(ParseResult arguments, IDictionary<SettingDefinition, string> flags)
    {
        if (arguments.GetResult(Device) is not null && arguments.GetValue(Device) is { } device) flags[SettingDefinitions.Device] = device;
        if (arguments.GetResult(Strategy) is not null && arguments.GetValue(Strategy) is { } strategy) flags[SettingDefinitions.DeviceStrategy] = strategy;
    }
}
