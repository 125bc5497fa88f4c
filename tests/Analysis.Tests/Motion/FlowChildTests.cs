using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FunctionsPipeline.Analysis.Tests.Kernels;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Analysis.Tests;

/// <summary>A processor without an instruction set finds the same motion, bit for bit: a child process finds it with the set switched off.</summary>
public sealed class FlowChildTests
{
    /// <summary>The argument that makes the child print <see cref="Digest"/>.</summary>
    public const string AskFlow = "flow";

    [ChildProcessTheory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Motion_is_the_same_bit_for_bit_without(string instructions)
    {
        var start = new ProcessStartInfo(ChildProcessTheoryAttribute.Dotnet!, [typeof(FlowChildTests).Assembly.Location, AskFlow])
        {
            RedirectStandardOutput = true,
            Environment = { [instructions] = "0" },
        };
        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();

        child.ExitCode.ShouldBe(0);
        output.Trim().ShouldBe(Digest());
    }

    /// <summary>A digest of both flows, the mask and the prediction of a zoom.</summary>
    public static string Digest()
    {
        using var motion = KnownMotion.Of((x, y) => (x * 1.02 - 3.4, y * 0.99 + 1.7), 101, 67);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var flow in new[] { motion.Backward, motion.Forward })
        {
            hash.AppendData(MemoryMarshal.AsBytes(flow.X.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(flow.Y.AsSpan()));
        }

        hash.AppendData(motion.Visible);
        hash.AppendData(motion.Predicted);
        return Convert.ToHexString(hash.GetHashAndReset()).ToLower(CultureInfo.InvariantCulture);
    }
}
