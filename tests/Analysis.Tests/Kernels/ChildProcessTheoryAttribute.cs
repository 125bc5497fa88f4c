using System.Runtime.InteropServices;

namespace FunctionsPipeline.Analysis.Tests.Kernels;

/// <summary>A test that starts this assembly again with instruction sets switched off; skipped, and shown so, where that cannot be done.</summary>
public sealed class ChildProcessTheoryAttribute : TheoryAttribute
{
    public ChildProcessTheoryAttribute()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64) Skip = "The switches are of x64 processors; this one is another.";
        else if (Dotnet is null) Skip = "The dotnet program that runs these tests was not found, so no child can be started.";
    }

    /// <summary>The program that runs assemblies; null when it cannot be found.</summary>
    public static string? Dotnet { get; } = Find();

    private static string? Find()
    {
        // The runtime lies in shared/Microsoft.NETCore.App/<version> beside the program that started it.
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        var program = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(program) ? program : null;
    }
}
