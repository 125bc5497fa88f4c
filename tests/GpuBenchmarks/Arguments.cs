using FunctionsPipeline.GpuWorker.Devices;

namespace FunctionsPipeline.GpuBenchmarks;

/// <summary>What the program was asked for.</summary>
internal sealed record Arguments
{
    public const string Usage =
        """
        GpuBenchmarks [--accelerator cuda|opencl|ilgpu-cpu] [--check] [--measure] [--small] [--json FILE] [--ptx FOLDER]
          --check    every primitive and 20 clips against the processor; --measure  the figures. Without either: both.
          --small    small pictures, for a processor that plays the device
          --json     writes the results there as well
          --ptx      writes what the kernels are compiled to, and ends
        """;

    public AcceleratorKind Accelerator { get; private set; } = AcceleratorKind.Cuda;

    public bool IsCheck { get; private set; }

    public bool IsMeasure { get; private set; }

    public bool IsSmall { get; private set; }

    public string? JsonFile { get; private set; }

    public string? PtxFolder { get; private set; }

    /// <summary>Reads the words; null when they are not understood.</summary>
    public static Arguments? Parse(string[] words)
    {
        var arguments = new Arguments();
        for (var at = 0; at < words.Length; at++)
        {
            var value = at + 1 < words.Length ? words[at + 1] : null;
            switch (words[at])
            {
                case "--check": arguments.IsCheck = true; break;
                case "--measure": arguments.IsMeasure = true; break;
                case "--small": arguments.IsSmall = true; break;
                case "--json" when value is not null: arguments.JsonFile = words[++at]; break;
                case "--ptx" when value is not null: arguments.PtxFolder = words[++at]; break;
                case "--accelerator" when value is not null && AcceleratorKinds.Find(value) is { } kind && kind != AcceleratorKind.Cpu:
                    arguments.Accelerator = kind;
                    at++;
                    break;
                default: return null;
            }
        }

        if (!arguments.IsCheck && !arguments.IsMeasure) (arguments.IsCheck, arguments.IsMeasure) = (true, true);
        return arguments;
    }
}
