namespace FunctionsPipeline.Analysis;

/// <summary>What a device is.</summary>
public enum AnalysisDeviceKind
{
    /// <summary>The processors of this machine.</summary>
    Cpu,

    /// <summary>A graphics processor.</summary>
    Gpu,
}

/// <summary>Something that videos can be analysed on. Safe for several threads.</summary>
public abstract class AnalysisDevice
{
    /// <summary>Short name in results and on the command line, for example <c>cpu</c> or <c>gpu0</c>.</summary>
    public abstract string Id { get; }

    /// <summary>Name for people.</summary>
    public abstract string Name { get; }

    /// <summary>What it is.</summary>
    public abstract AnalysisDeviceKind Kind { get; }

    /// <summary>Videos that it takes at once, at least 1.</summary>
    public abstract int JobsMax { get; }

    /// <summary>Memory that jobs can use all in all, bytes.</summary>
    public abstract long MemoryTotalBytes { get; }

    /// <summary>Memory in use now, by whomever, bytes. Is asked often and answers at once.</summary>
    public abstract long ReadMemoryUsedBytes();

    /// <summary>Makes what one video's pixel work is done with. The caller disposes it.</summary>
    public abstract AnalysisBackend CreateBackend();
}
