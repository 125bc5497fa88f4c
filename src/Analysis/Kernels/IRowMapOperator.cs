using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>What a map makes of the pixels at a place, once for every width. All overloads give the same bytes.</summary>
internal interface IRowMapOperator
{
    /// <summary>Source pixels on a side of a target pixel: 1, or 2 for a map that halves.</summary>
    static abstract int Scale { get; }

    /// <summary>How many pixels beyond those the operator looks at on each side.</summary>
    static abstract int MarginPx { get; }

    /// <summary>Makes one target pixel.</summary>
    byte Map(PixelPlace at);

    /// <summary>Makes 16 target pixels.</summary>
    Vector128<byte> Map128(PixelPlace at);

    /// <summary>Makes 32 target pixels.</summary>
    Vector256<byte> Map256(PixelPlace at);

    /// <summary>Makes 64 target pixels.</summary>
    Vector512<byte> Map512(PixelPlace at);
}
