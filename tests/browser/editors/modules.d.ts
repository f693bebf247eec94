/** Packages without types of their own, and style sheets that are bundled as text. */

declare module "*.css" {
  const text: string;
  export default text;
}
declare module "draft-js";
declare module "react";
declare module "react-dom";
declare module "react-dom/client";
