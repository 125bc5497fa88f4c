using FunctionsPipeline.Analysis;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>Makes the pool of devices that the settings ask for.</summary>
internal static class DevicePools
{
    /// <summary>Every device that this build can use.</summary>
    public const string Automatic = "auto";

    /// <summary>The pool of the settings <c>device</c> and <c>deviceStrategy</c>.</summary>
    /// <param name="settings">Where they stand.</param>
    /// <param name="cpuJobsMax">Videos at once on the processors.</param>
    /// <param name="seed">Of the strategy <c>random</c>.</param>
    /// <exception cref="CommandException">There is no such device or strategy.</exception>
    public static DevicePool Create(Settings settings, int cpuJobsMax, int seed)
    {
        var name = settings[SettingDefinitions.DeviceStrategy]!;
        var strategy = DeviceStrategies.Find(name)
            ?? throw new CommandException("invalid_setting", $"The device strategy is '{name}'; allowed are {string.Join(", ", DeviceStrategies.Names)}.");
        var device = settings[SettingDefinitions.Device]!;
        if (device is not (CpuDevice.DeviceId or Automatic))
        {
            throw new CommandException("invalid_setting", $"The device is '{device}'; allowed are {CpuDevice.DeviceId} and {Automatic}.", GpuNote());
        }

        return new DevicePool([new CpuDevice(cpuJobsMax)], strategy, seed);
    }

    /// <summary>What <c>auto</c> chose, in a line; null when a device was named.</summary>
    public static string? Choice(Settings settings, DevicePool pool)
    {
        if (settings[SettingDefinitions.Device] != Automatic) return null;

        var chosen = string.Join(", ", pool.Devices.Select(device => $"{device.Id} ({device.Name})"));
        return GpuNote() is { } note ? $"Device: {chosen}. {note}" : $"Device: {chosen}.";
    }

    /// <summary>Why the GPUs of this machine are not used; null when there is none.</summary>
    public static string? GpuNote()
    {
        var gpus = GpuDevices.List();
        if (gpus.Count == 0) return null;

        var why = GpuDevices.HasCudaDriver ? "this build analyses on the processor" : "there is no CUDA driver library";
        return $"{string.Join(", ", gpus)} cannot be used: {why}.";
    }
}
