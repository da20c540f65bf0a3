/** The part of dmn-js that the rule pages use; the package brings no types. */
interface DmnView { id?: string; name?: string; type: string; element: { id: string; name?: string } }
interface DmnViewer { on(event: string, listener: () => void): void; off(event: string, listener: () => void): void }
interface DmnManager {
  importXML(xml: string): Promise<{ warnings: unknown[] }>;
  saveXML(options?: { format?: boolean }): Promise<{ xml: string }>;
  getViews(): DmnView[];
  getActiveView(): DmnView | undefined;
  getActiveViewer(): DmnViewer | undefined;
  open(view: DmnView): Promise<{ warnings: unknown[] }>;
  on(event: string, listener: (event: unknown) => void): void;
  destroy(): void;
}
declare module 'dmn-js/lib/Modeler' {
  const Modeler: new (options: Record<string, unknown>) => DmnManager;
  export default Modeler;
}
declare module 'dmn-js/lib/NavigatedViewer' {
  const Viewer: new (options: Record<string, unknown>) => DmnManager;
  export default Viewer;
}
