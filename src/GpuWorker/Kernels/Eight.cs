using FunctionsPipeline.Analysis;
using ILGPU;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>
/// A row of a patch: eight floats in registers. It does what the processor's vector of eight does, in the same order, so that sums are
/// the same to the last bit.
/// </summary>
internal struct Eight
{
    public float A, B, C, D, E, F, G, H;

    public static Eight Load(ArrayView<float> values, int at)
    {
        Eight eight;
        (eight.A, eight.B, eight.C, eight.D) = (values[at], values[at + 1], values[at + 2], values[at + 3]);
        (eight.E, eight.F, eight.G, eight.H) = (values[at + 4], values[at + 5], values[at + 6], values[at + 7]);
        return eight;
    }

    /// <summary>Eight values between columns, the share of the right one given. A column more is read.</summary>
    public static Eight LoadBetween(ArrayView<float> values, int at, float share)
    {
        var left = Load(values, at);
        Eight eight;
        eight.A = ExactMath.MultiplyAdd(left.B - left.A, share, left.A);
        eight.B = ExactMath.MultiplyAdd(left.C - left.B, share, left.B);
        eight.C = ExactMath.MultiplyAdd(left.D - left.C, share, left.C);
        eight.D = ExactMath.MultiplyAdd(left.E - left.D, share, left.D);
        eight.E = ExactMath.MultiplyAdd(left.F - left.E, share, left.E);
        eight.F = ExactMath.MultiplyAdd(left.G - left.F, share, left.F);
        eight.G = ExactMath.MultiplyAdd(left.H - left.G, share, left.G);
        eight.H = ExactMath.MultiplyAdd(values[at + PatchSearch.SidePx] - left.H, share, left.H);
        return eight;
    }

    /// <summary>Half of what the right neighbour is more than the left one.</summary>
    public static Eight LoadSlope(ArrayView<float> values, int at)
    {
        var here = Load(values, at);
        Eight eight;
        eight.A = (here.B - values[at - 1]) * 0.5f;
        eight.B = (here.C - here.A) * 0.5f;
        eight.C = (here.D - here.B) * 0.5f;
        eight.D = (here.E - here.C) * 0.5f;
        eight.E = (here.F - here.D) * 0.5f;
        eight.F = (here.G - here.E) * 0.5f;
        eight.G = (here.H - here.F) * 0.5f;
        eight.H = (values[at + PatchSearch.SidePx] - here.G) * 0.5f;
        return eight;
    }

    /// <summary>Half of what the values are more than others.</summary>
    public static Eight HalfDifference(Eight one, Eight other)
    {
        Eight eight;
        (eight.A, eight.B, eight.C, eight.D) =
            ((one.A - other.A) * 0.5f, (one.B - other.B) * 0.5f, (one.C - other.C) * 0.5f, (one.D - other.D) * 0.5f);
        (eight.E, eight.F, eight.G, eight.H) =
            ((one.E - other.E) * 0.5f, (one.F - other.F) * 0.5f, (one.G - other.G) * 0.5f, (one.H - other.H) * 0.5f);
        return eight;
    }

    public static Eight Add(Eight one, Eight other)
    {
        Eight eight;
        (eight.A, eight.B, eight.C, eight.D) = (one.A + other.A, one.B + other.B, one.C + other.C, one.D + other.D);
        (eight.E, eight.F, eight.G, eight.H) = (one.E + other.E, one.F + other.F, one.G + other.G, one.H + other.H);
        return eight;
    }

    public static Eight Subtract(Eight one, Eight other)
    {
        Eight eight;
        (eight.A, eight.B, eight.C, eight.D) = (one.A - other.A, one.B - other.B, one.C - other.C, one.D - other.D);
        (eight.E, eight.F, eight.G, eight.H) = (one.E - other.E, one.F - other.F, one.G - other.G, one.H - other.H);
        return eight;
    }

    /// <summary>The values between two rows, the share of the lower one given.</summary>
    public static Eight Between(Eight above, Eight below, float share)
    {
        Eight eight;
        eight.A = ExactMath.MultiplyAdd(below.A - above.A, share, above.A);
        eight.B = ExactMath.MultiplyAdd(below.B - above.B, share, above.B);
        eight.C = ExactMath.MultiplyAdd(below.C - above.C, share, above.C);
        eight.D = ExactMath.MultiplyAdd(below.D - above.D, share, above.D);
        eight.E = ExactMath.MultiplyAdd(below.E - above.E, share, above.E);
        eight.F = ExactMath.MultiplyAdd(below.F - above.F, share, above.F);
        eight.G = ExactMath.MultiplyAdd(below.G - above.G, share, above.G);
        eight.H = ExactMath.MultiplyAdd(below.H - above.H, share, above.H);
        return eight;
    }

    public static Eight MultiplyAdd(Eight one, Eight other, Eight sums)
    {
        Eight eight;
        eight.A = ExactMath.MultiplyAdd(one.A, other.A, sums.A);
        eight.B = ExactMath.MultiplyAdd(one.B, other.B, sums.B);
        eight.C = ExactMath.MultiplyAdd(one.C, other.C, sums.C);
        eight.D = ExactMath.MultiplyAdd(one.D, other.D, sums.D);
        eight.E = ExactMath.MultiplyAdd(one.E, other.E, sums.E);
        eight.F = ExactMath.MultiplyAdd(one.F, other.F, sums.F);
        eight.G = ExactMath.MultiplyAdd(one.G, other.G, sums.G);
        eight.H = ExactMath.MultiplyAdd(one.H, other.H, sums.H);
        return eight;
    }

    /// <summary>Sum of the eight, in the order of <see cref="PatchSearch.SumOf"/>.</summary>
    public static float Sum(Eight of) => (of.A + of.E + (of.C + of.G)) + (of.B + of.F + (of.D + of.H));
}
