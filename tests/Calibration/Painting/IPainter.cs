namespace FunctionsPipeline.Calibration;

/// <summary>Paints what a camera sees at a time. The same time gives the same picture.</summary>
internal interface IPainter
{
    void Paint(double seconds, Picture picture);
}
