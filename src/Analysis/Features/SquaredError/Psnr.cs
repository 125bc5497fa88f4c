namespace FunctionsPipeline.Analysis;

/// <summary>Peak signal to noise ratio of 8-bit pictures.</summary>
public static class Psnr
{
    private const double Peak = 255;

    /// <summary>10 log10(255^2 / mean squared error), dB; positive infinity for equal pictures, as ffmpeg's <c>psnr</c> filter has it.</summary>
    /// <param name="meanSquaredError">0 to 65,025.</param>
    public static double FromMeanSquaredError(double meanSquaredError) => 10 * Math.Log10(Peak * Peak / meanSquaredError);
}
