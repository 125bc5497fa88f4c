namespace FunctionsPipeline.Analysis;

/// <summary>The widest registers a kernel uses; what is left of a row goes to the narrower ones. The value is the width in bits.</summary>
public enum KernelWidth
{
    /// <summary>One pixel at a time: the reference that all others equal.</summary>
    Scalar = 0,

    /// <summary>16 pixels a step.</summary>
    Bits128 = 128,

    /// <summary>32 pixels a step.</summary>
    Bits256 = 256,

    /// <summary>64 pixels a step.</summary>
    Bits512 = 512,
}
