using System.Reflection;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;
using ILGPU.IR.Values;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>
/// Single-precision arithmetic that rounds like the processor's, so that flows agree to the last bit: a multiplication and addition is
/// fused where the processor's kernels fuse it, and nowhere else.
/// </summary>
internal static class ExactMath
{
    private static readonly Lock Gate = new();
    private static bool _isTaught;

    /// <summary>
    /// A product that is rounded before anything is added to it. Device compilers fuse what they can; a fused addition of nothing leaves
    /// them nothing to fuse. Negative zero is what keeps the sign of a product that is zero.
    /// </summary>
    public static float Product(float one, float other) => MathF.FusedMultiplyAdd(one, other, -0f);

    /// <summary>Rounded once, everywhere.</summary>
    public static float MultiplyAdd(float one, float other, float addend) => MathF.FusedMultiplyAdd(one, other, addend);

    /// <summary>
    /// Teaches the device compilers <see cref="MathF.FusedMultiplyAdd"/>, which they have an instruction for and no name. Safe for several
    /// threads, and needed once before the first kernel is compiled.
    /// </summary>
    public static void Teach()
    {
        lock (Gate)
        {
            if (_isTaught) return;
            RemappedIntrinsics.AddRemapping(typeof(MathF).GetMethod(nameof(MathF.FusedMultiplyAdd))!, Fuse);
            _isTaught = true;
        }
    }

    /// <summary>What stands for a value that has been computed already.</summary>
    public static float Same(float value) => value;

    private static void Fuse(ref InvocationContext context)
    {
        var fused = context.Builder.CreateArithmetic(
            context.Location, context[0].Resolve(), context[1].Resolve(), context[2].Resolve(), TernaryArithmeticKind.MultiplyAdd);
        context.Arguments.Clear();
        context.Arguments.Add(fused);
        context.Method = typeof(ExactMath).GetMethod(nameof(Same), BindingFlags.Static | BindingFlags.Public)!;
    }
}
